package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.transferjob.api.AttemptsStatus;
import dev.transferjob.api.Condition;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.Phase;
import dev.transferjob.api.TransferJob;
import dev.transferjob.cluster.Addon;
import dev.transferjob.cluster.junit.WithCluster;
import dev.transferjob.operator.queue.KueueLabels;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Jobs that wait in a queue of the real Kueue. */
@WithCluster(with = Addon.KUEUE)
class QueueTest extends WithOperator {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String LOW = "queueName: gpus\npriorityClassName: low\n";
  private static final String HIGH = "queueName: gpus\npriorityClassName: high\n";

  @Test
  void waitsForQuotaAndSaysSo() {
    // Given
    var queues = new TestQueues(admin, world.namespace("queue-waits")).gpus(1);
    var first = world.create("queue-waits", "first", LOW);
    await().atMost(PATIENCE).until(() -> !isHeld(first));

    // When
    var second = world.create("queue-waits", "second", LOW);

    // Then
    var waiting = world.awaitReason(second, ConditionType.Queued, "Pending");
    assertThat(waiting.phase()).isEqualTo(Phase.Queued);
    assertThat(waiting.queue().name()).isEqualTo("gpus");
    assertThat(waiting.queue().workload()).startsWith("job-second-");
    assertThat(waiting.condition(ConditionType.Running).map(Condition::reason))
        .contains(Reason.Queued.name());
    assertThat(waiting.condition(ConditionType.Queued).orElseThrow().message())
        .contains("insufficient unused quota for nvidia.com/gpu");
    assertThat(isHeld(second)).isTrue();
    queues.gpus(2);
    var admitted = world.awaitReason(second, ConditionType.Queued, "Admitted");
    assertThat(admitted.condition(ConditionType.Queued).orElseThrow().message())
        .contains("ClusterQueue queue-waits has let the job in, on queue-waits");
  }

  @Test
  void higherPriorityPreemptsAndTheRunGoesOn() {
    // Given
    new TestQueues(admin, world.namespace("queue-preempts")).gpus(1);
    var low = world.create("queue-preempts", "low", LOW);
    var node = kubelet(low);
    node.run(node.bind(node.livePod()));
    world.awaitReason(low, ConditionType.Running, Reason.Training);

    // When
    var high = world.create("queue-preempts", "high", HIGH);
    var stopping = world.awaitReason(low, ConditionType.Running, Reason.Preempted);
    node.remove(node.end(node.livePod(), 143, "Error", null));

    // Then
    var requeued = world.awaitReason(low, ConditionType.Running, Reason.Queued);
    assertThat(stopping.condition(ConditionType.Running).orElseThrow().message())
        .contains("Preempted to accommodate a workload");
    assertThat(requeued.phase()).isEqualTo(Phase.Queued);
    assertThat(requeued.attempts()).isEqualTo(new AttemptsStatus(1, 0, 1));
    var other = node.run(node.bind(node.livePod()));
    world.awaitReason(high, ConditionType.Running, Reason.Training);
    node.end(other, 0, "Completed", "{}");
    world.awaitReason(high, ConditionType.Complete, Reason.Completed);
    node.run(node.bind(node.livePod()));
    var going = world.awaitReason(low, ConditionType.Running, Reason.Training);
    assertThat(going.run()).isEqualTo(1);
    assertThat(going.attempts()).isEqualTo(new AttemptsStatus(2, 0, 1));
    assertThat(going.isTrue(ConditionType.Queued)).isFalse();
    assertThat(world.jobs(low)).hasSize(2);
  }

  @Test
  void priorityChangesWhileItWaits() {
    // Given
    var queues = new TestQueues(admin, world.namespace("queue-priority")).gpus(0);
    var first = world.create("queue-priority", "first", LOW);
    world.awaitReason(first, ConditionType.Queued, "Pending");
    var second = world.create("queue-priority", "second", LOW);
    world.awaitReason(second, ConditionType.Queued, "Pending");

    // When
    world
        .stored(second)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"priorityClassName\": \"high\"}}");

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(job(second).getMetadata().getLabels())
                    .containsEntry(KueueLabels.PRIORITY, "high"));
    await().atMost(PATIENCE).until(() -> queues.priority(second) == TestQueues.HIGH);
    queues.gpus(1);
    world.awaitReason(second, ConditionType.Queued, "Admitted");
    assertThat(isHeld(first)).isTrue();
  }

  @Test
  void flavorsChooseTheNodes() {
    // Given
    new TestQueues(admin, world.namespace("queue-flavors")).gpus(1);

    // When
    var resource = world.create("queue-flavors", "flavored", LOW);

    // Then
    var pod = kubelet(resource).livePod();
    assertThat(pod.getSpec().getNodeSelector()).containsEntry("gpu", "queue-flavors");
    assertThat(pod.getSpec().getTolerations())
        .anyMatch(toleration -> "reserved".equals(toleration.getKey()));
    assertThat(pod.getMetadata().getLabels()).doesNotContainKey(KueueLabels.PRIORITY);
  }

  @Test
  void missingQueueIsNamedAndWaitedFor() {
    // Given
    var namespace = world.namespace("queue-missing");

    // When
    var resource = world.create(namespace, LOW);

    // Then
    var status = world.awaitReason(resource, ConditionType.Running, Reason.QueueNotFound);
    assertThat(status.condition(ConditionType.Running).orElseThrow().message())
        .startsWith("LocalQueue gpus does not exist in this namespace.");
    assertThat(status.phase()).isEqualTo(Phase.Queued);
    new TestQueues(admin, namespace).gpus(1);
    world.awaitReason(resource, ConditionType.Queued, "Admitted");
  }

  @Test
  void queueingCountsForTheStartDeadline() {
    // Given
    new TestQueues(admin, world.namespace("queue-deadline")).gpus(0);

    // When
    var resource = world.create("queue-deadline", LOW + "startDeadlineSeconds: 3");

    // Then
    var status = world.awaitReason(resource, ConditionType.Failed, Reason.StartDeadlineExceeded);
    assertThat(status.condition(ConditionType.Failed).orElseThrow().message())
        .contains("what it waited for");
    world.awaitNoJob(resource);
  }

  private boolean isHeld(TransferJob resource) {
    var job = job(resource);
    return job == null || job.getSpec().getSuspend();
  }

  private Job job(TransferJob resource) {
    return world.jobs(resource).stream()
        .filter(job -> job.hasOwnerReferenceFor(resource.getMetadata().getUid()))
        .findFirst()
        .orElse(null);
  }
}
