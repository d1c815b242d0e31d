package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.transferjob.api.AttemptsStatus;
import dev.transferjob.api.ConditionStatus;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.Phase;
import dev.transferjob.api.TransferJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The life of a job on a real control plane, under the chart's own rights. */
class LifecycleTest extends WithOperator {
  private static final String DONE =
      """
      {"attempt": 1, "reason": "Complete", "message": "",
       "progress": {"attempt": 1, "sequence": 9, "stage": "Exporting", "percentage": 100},
       "result": {"uri": "pvc://models/ants-and-bees", "sha256": "ab", "classes": 2,
         "exact": true, "split": "validation", "samples": 153,
         "metrics": [{"name": "accuracy", "value": 0.94}]}}""";

  @Test
  void completesWithTheResultAndThenWritesNothing() throws InterruptedException {
    // Given
    var resource = world.create(world.namespace("completes"));
    var kubelet = kubelet(resource);
    var running = kubelet.run(kubelet.livePod());
    var started = world.awaitReason(resource, ConditionType.Running, Reason.Training);

    // When
    kubelet.end(running, 0, "Completed", DONE);

    // Then
    var status = world.awaitReason(resource, ConditionType.Complete, Reason.Completed);
    assertThat(started.phase()).isEqualTo(Phase.Running);
    assertThat(started.condition(ConditionType.Reconciling)).isEmpty();
    assertThat(status.phase()).isEqualTo(Phase.Succeeded);
    assertThat(status.result().metrics().getFirst().value()).isEqualTo("0.9400");
    assertThat(status.attempts()).isEqualTo(new AttemptsStatus(1, 0, 0));
    var settled = world.stored(resource).get().getMetadata().getResourceVersion();
    Thread.sleep(3000);
    assertThat(world.stored(resource).get().getMetadata().getResourceVersion()).isEqualTo(settled);
    assertThat(jobs(resource)).hasSize(1);
  }

  @Test
  void namesTheCauseThatIsRetriedAndCountsIt() {
    // Given
    var resource = world.create(world.namespace("retries"));
    var kubelet = kubelet(resource);

    // When
    kubelet.end(kubelet.run(kubelet.livePod()), 137, "OOMKilled", null);

    // Then
    var between = world.awaitReason(resource, ConditionType.Running, Reason.OutOfMemory);
    assertThat(between.attempts()).isEqualTo(new AttemptsStatus(1, 1, 0));
    assertThat(between.condition(ConditionType.Running).orElseThrow().message())
        .contains("spec.resources.limits.memory");
    kubelet.run(kubelet.livePod());
    var again = world.awaitReason(resource, ConditionType.Running, Reason.Training);
    assertThat(again.attempts()).isEqualTo(new AttemptsStatus(2, 1, 0));
  }

  @Test
  void preemptionIsNoFailure() {
    // Given
    var resource = world.create(world.namespace("preempted"));
    var kubelet = kubelet(resource);
    var running = kubelet.run(kubelet.livePod());

    // When
    kubelet.end(kubelet.preempt(running), 143, "Error", null);

    // Then
    var status = world.awaitReason(resource, ConditionType.Running, Reason.Preempted);
    assertThat(status.attempts()).isEqualTo(new AttemptsStatus(1, 0, 1));
    kubelet.run(kubelet.livePod());
    var again = world.awaitReason(resource, ConditionType.Running, Reason.Training);
    assertThat(again.attempts()).isEqualTo(new AttemptsStatus(2, 0, 1));
  }

  @Test
  void finalCauseFailsAtOnceWithTheTrainersWords() {
    // Given
    var resource = world.create(world.namespace("fails"));
    var kubelet = kubelet(resource);

    // When
    kubelet.end(
        kubelet.run(kubelet.livePod()),
        42,
        "Error",
        "{\"attempt\": 1, \"reason\": \"DataInvalid\", \"message\": \"a.jpg is no image: remove it\"}");

    // Then
    var status = world.awaitReason(resource, ConditionType.Failed, Reason.DataInvalid);
    var failed = status.condition(ConditionType.Failed).orElseThrow();
    assertThat(failed.message()).isEqualTo("a.jpg is no image: remove it");
    assertThat(status.isTrue(ConditionType.Stalled)).isTrue();
    assertThat(status.phase()).isEqualTo(Phase.Failed);
  }

  @Test
  void missingClaimIsNamed() {
    // Given
    var resource = world.create(world.namespace("claims"));
    var kubelet = kubelet(resource);

    // When
    kubelet.unschedulable(
        kubelet.livePod(), "0/1 nodes are available: pod has unbound PersistentVolumeClaims.");

    // Then
    var status = world.awaitReason(resource, ConditionType.Running, Reason.VolumePending);
    var waiting = status.condition(ConditionType.Running).orElseThrow();
    assertThat(waiting.message()).startsWith("PersistentVolumeClaim models does not exist");
    assertThat(waiting.status()).isEqualTo(ConditionStatus.False);
  }

  @Test
  void quotaIsNamedAndWaitedFor() {
    // Given
    var namespace = world.namespace("quota");
    var quota = world.forbidGpus(namespace);

    // When
    var resource = world.create(namespace);

    // Then
    var status = world.awaitReason(resource, ConditionType.Running, Reason.QuotaExceeded);
    assertThat(status.condition(ConditionType.Running).orElseThrow().message())
        .contains("exceeded quota: no-gpus");
    admin.resource(quota).delete();
    assertThat(kubelet(resource).livePod()).isNotNull();
  }

  @Test
  void deletedJobIsFollowedByTheNextRun() {
    // Given
    var resource = world.create(world.namespace("deleted"));
    var kubelet = kubelet(resource);
    var pod = kubelet.run(kubelet.livePod());
    world.awaitReason(resource, ConditionType.Running, Reason.Training);

    // When
    admin.resource(jobs(resource).getFirst()).delete();
    admin.resource(pod).withGracePeriod(0).delete();

    // Then
    var second =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> jobs(resource), jobs -> jobs.size() == 1 && isRun(jobs.getFirst(), "2"));
    assertThat(second.getFirst().getMetadata().getName()).endsWith("-2");
  }

  private static boolean isRun(Job job, String run) {
    return run.equals(job.getMetadata().getLabels().get("transferjob.dev/run"));
  }

  private List<Job> jobs(TransferJob resource) {
    return world.jobs(resource);
  }
}
