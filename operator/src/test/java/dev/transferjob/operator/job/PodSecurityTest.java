package dev.transferjob.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.transferjob.api.AttemptsStatus;
import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.cluster.junit.WithCluster;
import dev.transferjob.protocol.ProtocolJson;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whatever a spec says, its pod passes the Pod Security Standard "restricted". */
@WithCluster
class PodSecurityTest {
  private static final int SPECS = 200;
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
    var random = new Random(7);

    for (int i = 0; i < SPECS; i++) {
      // When
      var pod = pod(resource(random, i), random);
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

  private static TransferJob resource(Random random, int number) throws Exception {
    var spec =
        (ObjectNode)
            ProtocolJson.mapper()
                .readTree(
                    """
        {"task": "ImageClassification", "method": "FromScratch",
         "model": {"architecture": "ResNet18"},
         "data": {"train": {"uri": "pvc://photos/train"}, "validationFraction": "0.2"},
         "output": {"uri": "pvc://models/mine"}}""");
    maybe(random, () -> spec.putObject("nodeSelector").put("gpu", "a" + number));
    maybe(random, () -> spec.putArray("tolerations").addObject().put("operator", "Exists"));
    maybe(random, () -> spec.put("terminationGracePeriodSeconds", 1 + random.nextInt(3600)));
    maybe(random, () -> spec.put("backoffLimit", random.nextInt(100)));
    maybe(random, () -> spec.put("suspend", true));
    maybe(
        random,
        () ->
            spec.putObject("resources")
                .putObject("limits")
                .put("memory", "1Gi")
                .put(gpu(random), "1"));
    maybe(random, () -> spec.withObject("/output").put("uri", "pvc://photos/out"));
    var resource = new TransferJob();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName("job-" + number)
            .withNamespace(NAMESPACE)
            .withUid("5f0c1e2a-0000-4000-8000-000000000001")
            .build());
    resource.setSpec(ProtocolJson.mapper().treeToValue(spec, TransferJobSpec.class));
    return resource;
  }

  private static String gpu(Random random) {
    return List.of("nvidia.com/gpu", "nvidia.com/mig-1g.10gb", "cpu").get(random.nextInt(3));
  }

  private static void maybe(Random random, Runnable change) {
    if (random.nextBoolean()) {
      change.run();
    }
  }
}
