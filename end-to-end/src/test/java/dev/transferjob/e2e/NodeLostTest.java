package dev.transferjob.e2e;

import static dev.transferjob.api.ConditionType.Running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.cluster.LocalCluster;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose kubelet hangs: Kubernetes gives up on it after some 40 s. Takes minutes. */
@Tag("long")
@WithTransferjob
class NodeLostTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @Test
  void aLostNodeIsWaitedForUntilItIsDeleted(LocalCluster cluster, @TempDir Path folder)
      throws Exception {
    try (var workspace = new TestSpace(cluster, "node-lost", folder)) {
      // Given
      TinyImages.write(workspace.inputs().resolve("images"), 3, 16);
      workspace.apply("lost", SPEC);
      workspace.await("lost", LIMIT, job -> job.getStatus().checkpoint() != null);
      var kubelet = cluster.process("kubelet");

      // When
      try (var _ = Stopped.stop(kubelet)) {
        var waiting =
            workspace.await(
                "lost",
                LIMIT,
                job ->
                    job.getStatus()
                        .condition(Running)
                        .filter(it -> it.reason().equals("NodeLost"))
                        .isPresent());
        assertThat(workspace.condition(waiting, Running).message()).contains("delete");
        assertThat(waiting.getStatus().attempts().failures()).isZero();
        var lost = names(workspace.pods("lost")).getFirst();
        workspace.client().nodes().delete();
        // A kubelet that came back before Kubernetes gave the pod up would simply go on with it.
        workspace.waitUntil(LIMIT, () -> !names(workspace.pods("lost")).contains(lost));
      }
      // Only when it starts does a kubelet tell of its node.
      kubelet.destroyForcibly();
      kubelet.onExit().join();
      workspace
          .client()
          .nodes()
          .waitUntilCondition(node -> node != null, LIMIT.toSeconds(), TimeUnit.SECONDS);
      cluster.gpus(2);

      // Then
      var job =
          workspace.await(
              "lost",
              LIMIT,
              it -> it.getStatus().isTrue(Running) && it.getStatus().attempts().total() == 2);
      assertThat(job.getStatus().attempts().failures()).isZero();
      workspace.delete("lost");
    }
  }

  private static List<String> names(List<Pod> pods) {
    return pods.stream().map(pod -> pod.getMetadata().getName()).toList();
  }

  private static final String SPEC =
      """
      task: ImageClassification
      method: FromScratch
      model: {architecture: CifarResNet8}
      data:
        train: {uri: "pvc://inputs/images"}
        validationFraction: "0.25"
      training: {epochs: 10000}
      checkpoint: {everySeconds: 1}
      output: {uri: "pvc://outputs/lost"}
      """;
}
