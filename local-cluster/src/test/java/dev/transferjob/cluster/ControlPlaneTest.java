package dev.transferjob.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.transferjob.cluster.junit.WithCluster;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

@WithCluster
class ControlPlaneTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void keepsWhatIsPutIntoIt(KubernetesClient client) {
    // Given
    var settings =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("settings")
            .endMetadata()
            .withData(Map.of("epochs", "10"))
            .build();

    // When
    client.configMaps().inNamespace("default").resource(settings).create();

    // Then
    var kept = client.configMaps().inNamespace("default").withName("settings").get();
    assertThat(kept.getData()).containsEntry("epochs", "10");
  }

  @Test
  void controllersMakeThePodOfJob(KubernetesClient client) {
    // Given
    var job =
        new JobBuilder()
            .withNewMetadata()
            .withName("train")
            .endMetadata()
            .withNewSpec()
            .withNewTemplate()
            .withNewSpec()
            .withRestartPolicy("Never")
            .addNewContainer()
            .withName("trainer")
            .withImage("localhost/none:1")
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();

    // When
    client.batch().v1().jobs().inNamespace("default").resource(job).create();

    // Then
    var pods = client.pods().inNamespace("default").withLabel("job-name", "train");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(pods.list().getItems()).hasSize(1));
  }

  @Test
  void livesBesideAnotherAndLeavesNothing(LocalCluster first, KubernetesClient client) {
    // Given
    Path folder;
    var start = Instant.now();
    try (var second = LocalCluster.start(Options.controlPlane());
        var secondClient = second.client()) {
      folder = second.kubeconfig().getParent();
      System.out.println(
          "ready after " + Duration.between(start, Instant.now()).toMillis() + " ms");

      // When
      secondClient.namespaces().resource(namespace("only-in-second")).create();

      // Then
      assertThat(client.namespaces().withName("only-in-second").get()).isNull();
      assertThat(second.kubeconfig()).isNotEqualTo(first.kubeconfig());
    }
    assertThat(Files.exists(folder)).isFalse();
  }

  @Test
  void restartsPartThatEnds(LocalCluster cluster) {
    // Given
    var processes = cluster.folder().processes();
    var before = processes.alive("kube-controller-manager").orElseThrow();

    // When
    before.kill();

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(processes.alive("kube-controller-manager"))
                    .hasValueSatisfying(now -> assertThat(now).isNotEqualTo(before)));
  }

  private static Namespace namespace(String name) {
    return new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
  }
}
