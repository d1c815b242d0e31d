package dev.transferjob.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.AttemptsStatus;
import dev.transferjob.api.TransferJob;
import dev.transferjob.cluster.junit.WithCluster;
import dev.transferjob.operator.transferjob.TestWorld;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whatever a spec says, its pod passes the Pod Security Standard "restricted". */
@WithCluster
class PodSecurityTest {
  private static final int SPECS = 300;
  private static final String NAMESPACE = "pod-security";

  @Test
  void everyPodIsAdmittedWhereRestrictedIsEnforced(KubernetesClient client) throws Exception {
    // Given
    client.resource(enforcing()).create();
    client
        .serviceAccounts()
        .inNamespace(NAMESPACE)
        .withName("default")
        .waitUntilCondition(Objects::nonNull, 10, TimeUnit.SECONDS);
    new TestWorld(client).install();
    createClasses(client);
    var random = new Random(7);
    var specs = new RandomSpecs(random);

    for (int i = 0; i < SPECS; i++) {
      var resource = resource(specs, i);
      client.resource(resource).dryRun().create();

      // When
      var pod = pod(resource, random);
      var admitted = client.resource(pod).dryRun().create();

      // Then
      assertThat(admitted.getSpec().getContainers()).hasSize(1);
      assertThat(admitted.getSpec().getHostNetwork()).isNotEqualTo(true);
      assertThat(admitted.getSpec().getAutomountServiceAccountToken()).isFalse();
      assertThat(admitted.getSpec().getServiceAccountName()).isEqualTo("default");
      assertThat(admitted.getSpec().getVolumes())
          .allMatch(volume -> volume.getHostPath() == null && volume.getSecret() == null);
    }
  }

  private static io.fabric8.kubernetes.api.model.Namespace enforcing() {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(NAMESPACE)
        .withLabels(Map.of("pod-security.kubernetes.io/enforce", "restricted"))
        .endMetadata()
        .build();
  }

  private static Pod pod(TransferJob resource, Random random) {
    var push =
        random.nextBoolean()
            ? Optional.of(new TrainerSettings.Push("https://progress.ops.svc:8443", "a PEM"))
            : Optional.<TrainerSettings.Push>empty();
    var settings =
        new TrainerSettings(
            "trainer:1", "IfNotPresent", "default", random.nextBoolean(), Vendor.KNOWN, push);
    var run = new Run(1 + random.nextInt(9), AttemptsStatus.NONE);
    var template = TrainerJob.desired(resource, run, settings).getSpec().getTemplate();
    return new PodBuilder()
        .withMetadata(template.getMetadata())
        .editMetadata()
        .withName("p")
        .withNamespace(NAMESPACE)
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }

  private static TransferJob resource(RandomSpecs specs, int number) throws Exception {
    var resource = new TransferJob();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName("job-" + number)
            .withNamespace(NAMESPACE)
            .withUid("5f0c1e2a-0000-4000-8000-000000000001")
            .build());
    resource.setSpec(specs.next());
    return resource;
  }

  /** What pods may name and the API server then asks for. */
  private static void createClasses(KubernetesClient client) {
    client
        .resource(
            new RuntimeClassBuilder()
                .withNewMetadata()
                .withName(RandomSpecs.RUNTIME_CLASS)
                .endMetadata()
                .withHandler("sandbox")
                .build())
        .serverSideApply();
    client
        .resource(
            new PriorityClassBuilder()
                .withNewMetadata()
                .withName(RandomSpecs.PRIORITY_CLASS)
                .endMetadata()
                .withValue(1000)
                .build())
        .serverSideApply();
  }
}
