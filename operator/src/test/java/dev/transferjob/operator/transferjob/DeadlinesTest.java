package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.ConditionType;
import org.junit.jupiter.api.Test;

class DeadlinesTest extends WithOperator {
  @Test
  void runningTooLongFailsAndStopsThePod() {
    // Given
    var resource = world.create(world.namespace("active-deadline"), "activeDeadlineSeconds: 3");
    var kubelet = kubelet(resource);

    // When
    kubelet.run(kubelet.livePod());

    // Then
    var status = world.awaitReason(resource, ConditionType.Failed, Reason.DeadlineExceeded);
    assertThat(status.isTrue(ConditionType.Stalled)).isTrue();
    world.awaitNoJob(resource);
    assertThat(world.stored(resource).get().getStatus()).isEqualTo(status);
  }

  @Test
  void neverStartingFailsAndSaysWhatWasWaitedFor() {
    // Given
    var resource = world.create(world.namespace("start-deadline"), "startDeadlineSeconds: 4");
    var kubelet = kubelet(resource);

    // When
    kubelet.unschedulable(
        kubelet.livePod(), "0/3 nodes are available: 3 Insufficient nvidia.com/gpu.");

    // Then
    var status = world.awaitReason(resource, ConditionType.Failed, Reason.StartDeadlineExceeded);
    assertThat(status.condition(ConditionType.Failed).orElseThrow().message())
        .contains("Insufficient nvidia.com/gpu");
    world.awaitNoJob(resource);
  }

  @Test
  void timeToLiveRemovesTheJobAndKeepsTheRecord() throws InterruptedException {
    // Given
    var resource = world.create(world.namespace("ttl"), "ttlSecondsAfterFinished: 2");
    var kubelet = kubelet(resource);

    // When
    kubelet.end(kubelet.run(kubelet.livePod()), 0, "Completed", null);

    // Then
    var status = world.awaitReason(resource, ConditionType.Complete, Reason.Completed);
    world.awaitNoJob(resource);
    Thread.sleep(3000);
    assertThat(world.jobs(resource)).as("nothing is trained again").isEmpty();
    assertThat(world.stored(resource).get().getStatus()).isEqualTo(status);
  }
}
