package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJob;
import dev.transferjob.cluster.junit.WithCluster;
import dev.transferjob.operator.progress.Intakes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Reports with tokens that a real API server made for real pods. */
@WithCluster
class ProgressTest {
  private static final String NAME = "ants-and-bees";

  private TestWorld world;

  @Test
  void onlyTheCurrentAttemptIsHeard(KubernetesClient admin) {
    // Given
    world = new TestWorld(admin).install();
    try (var operator = new RunningOperator(world.operatorConfig(), new Calls())) {
      var resource = world.create(world.namespace("progress"));
      var other = world.create(world.namespace("neighbour"));
      var kubelet = new Kubelet(admin, "progress");
      var pod = kubelet.run(kubelet.livePod());
      var neighbour = new Kubelet(admin, "neighbour");
      var foreign = neighbour.run(neighbour.livePod());
      world.awaitReason(resource, ConditionType.Running, Reason.Training);
      world.awaitReason(other, ConditionType.Running, Reason.Training);
      var intake = Intakes.of(operator.client(), operator.inbox(), true);
      var token = world.token(resource, pod);

      // When
      var taken = intake.take("progress", NAME, token, report(2, 40));

      // Then
      assertThat(taken).isEqualTo(204);
      awaitPercentage(resource, 40);
      assertThat(intake.take("progress", NAME, token, report(2, 50))).isEqualTo(409);
      assertThat(intake.take("progress", NAME, token, report(1, 50))).isEqualTo(409);
      assertThat(intake.take("progress", NAME, token, fallen(3)))
          .as("a step that falls")
          .isEqualTo(409);
      assertThat(intake.take("progress", NAME, token, "{}")).isEqualTo(400);
      assertThat(intake.take("progress", NAME, token, "nonsense")).isEqualTo(400);
      assertThat(intake.take("progress", NAME, "", report(3, 50))).isEqualTo(401);
      assertThat(intake.take("progress", "unknown", token, report(3, 50))).isEqualTo(401);
      assertThat(intake.take("neighbour", NAME, token, report(3, 50))).isEqualTo(401);
      assertThat(intake.take("progress", NAME, world.token(resource, foreign), report(3, 50)))
          .as("a pod of another job with a token for this one")
          .isEqualTo(403);
      var standby = Intakes.of(operator.client(), operator.inbox(), false);
      assertThat(standby.take("progress", NAME, token, report(3, 50))).isEqualTo(503);
      assertThat(intake.take("progress", NAME, token, report(3, 60))).isEqualTo(204);
      awaitPercentage(resource, 60);
    }
  }

  private void awaitPercentage(TransferJob resource, int percentage) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> world.stored(resource).get().getStatus().progress(),
            progress -> progress != null && progress.percentage() == percentage);
  }

  private static String report(long sequence, int percentage) {
    return """
        {"attempt": 1, "sequence": %d, "stage": "Training", "percentage": %d, "epoch": 1,
         "totalEpochs": 10, "step": 4, "totalSteps": 40, "samplesPerSecond": 20.5,
         "estimatedRemainingSeconds": 38, "metrics": [{"name": "loss", "value": 0.5}]}"""
        .formatted(sequence, percentage);
  }

  private static String fallen(long sequence) {
    return report(sequence, 50).replace("\"step\": 4", "\"step\": 3");
  }
}
