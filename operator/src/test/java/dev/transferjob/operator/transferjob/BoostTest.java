package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJob;
import dev.transferjob.cluster.Addon;
import dev.transferjob.cluster.junit.WithCluster;
import dev.transferjob.operator.progress.Intakes;
import dev.transferjob.operator.queue.BoostSettings;
import dev.transferjob.operator.queue.KueueLabels;
import dev.transferjob.operator.queue.Workload;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Of two running jobs, the real Kueue preempts the one that has just saved its work. */
@WithCluster(with = Addon.KUEUE)
class BoostTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final BoostSettings SETTINGS = new BoostSettings(true, 5, 1);
  private static final String NAMESPACE = "boost";

  @Test
  void preemptsWhereLeastIsLost(KubernetesClient admin) {
    // Given
    var world = new TestWorld(admin).install("--set", "kueue.priorityBoost.enabled=true");
    new TestQueues(admin, world.namespace(NAMESPACE)).gpus(2);
    var node = new Kubelet(admin, NAMESPACE);
    try (var operator = new RunningOperator(world.operatorConfig(), new Calls(), SETTINGS)) {
      // Without a boost Kueue would choose the one that came last.
      var saved = world.create(NAMESPACE, "saved", "queueName: gpus\npriorityClassName: low");
      var pod = node.run(node.bind(node.podOf("saved")));
      world.awaitReason(saved, ConditionType.Running, Reason.Training);
      var unsaved = world.create(NAMESPACE, "unsaved", "queueName: gpus\npriorityClassName: low");
      node.run(node.bind(node.podOf("unsaved")));
      await().atMost(PATIENCE).until(() -> boost(admin, unsaved), "5"::equals);
      await().atMost(PATIENCE).until(() -> boost(admin, saved), "5"::equals);

      // When
      var checkpoint =
          Intakes.of(operator.client(), operator.inbox(), true)
              .take(NAMESPACE, "saved", world.token(saved, pod), report());
      await().atMost(PATIENCE).until(() -> boost(admin, saved), "0"::equals);
      world.create(NAMESPACE, "urgent", "queueName: gpus\npriorityClassName: high");

      // Then
      assertThat(checkpoint).isEqualTo(204);
      world.awaitReason(saved, ConditionType.Running, Reason.Preempted);
      assertThat(world.stored(unsaved).get().getStatus().isTrue(ConditionType.Running)).isTrue();
    }
  }

  /** Saved a minute from now, so that the boost stays at zero for as long. */
  private static String report() {
    return """
        {"attempt": 1, "sequence": 1, "stage": "Training", "percentage": 10, "epoch": 1,
         "totalEpochs": 10, "step": 10, "totalSteps": 100, "samplesPerSecond": 20.5,
         "estimatedRemainingSeconds": 38,
         "checkpoint": {"step": 10, "epoch": 1, "time": "%s"}}"""
        .formatted(Instant.now().plusSeconds(60));
  }

  private static String boost(KubernetesClient admin, TransferJob resource) {
    return admin.resources(Workload.class).inNamespace(NAMESPACE).list().getItems().stream()
        .filter(
            workload ->
                workload
                    .getMetadata()
                    .getName()
                    .startsWith("job-" + resource.getMetadata().getName() + "-"))
        .flatMap(workload -> Stream.ofNullable(workload.getMetadata().getAnnotations()))
        .flatMap(annotations -> Stream.ofNullable(annotations.get(KueueLabels.BOOST)))
        .findFirst()
        .orElse(null);
  }
}
