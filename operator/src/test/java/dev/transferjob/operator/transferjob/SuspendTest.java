package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.AttemptsStatus;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.Phase;
import org.junit.jupiter.api.Test;

class SuspendTest extends WithOperator {
  @Test
  void suspendedJobIsStoppedAndGoesOnInANewRun() {
    // Given
    var resource = world.create(world.namespace("suspend"));
    var kubelet = kubelet(resource);
    kubelet.run(kubelet.livePod());
    world.awaitReason(resource, ConditionType.Running, Reason.Training);

    // When
    world.suspend(resource, true);
    var stopped = world.awaitReason(resource, ConditionType.Suspended, Reason.Suspended);
    var jobsWhileSuspended = world.jobs(resource);
    world.suspend(resource, false);
    kubelet.run(kubelet.livePod());
    var going = world.awaitReason(resource, ConditionType.Running, Reason.Training);

    // Then
    assertThat(jobsWhileSuspended).isEmpty();
    assertThat(stopped.phase()).isEqualTo(Phase.Suspended);
    assertThat(stopped.condition(ConditionType.Reconciling)).isEmpty();
    assertThat(going.run()).isEqualTo(2);
    assertThat(going.attempts()).isEqualTo(new AttemptsStatus(2, 0, 1));
    assertThat(going.isTrue(ConditionType.Suspended)).isFalse();
    assertThat(world.jobs(resource)).hasSize(1);
  }

  @Test
  void jobThatIsCreatedSuspendedWaits() {
    // Given
    var resource = world.create(world.namespace("created-suspended"), "suspend: true");
    world.awaitReason(resource, ConditionType.Suspended, Reason.Suspended);
    var jobsWhileSuspended = world.jobs(resource);

    // When
    world.suspend(resource, false);

    // Then
    assertThat(jobsWhileSuspended).isEmpty();
    assertThat(kubelet(resource).livePod().getMetadata().getLabels())
        .containsEntry("transferjob.dev/run", "1");
  }

  @Test
  void allRunsShareOneLimitOfFailures() {
    // Given
    var resource = world.create(world.namespace("one-budget"), "backoffLimit: 1");
    var kubelet = kubelet(resource);
    kubelet.end(kubelet.run(kubelet.livePod()), 137, "OOMKilled", null);
    world.awaitReason(resource, ConditionType.Running, Reason.OutOfMemory);
    world.suspend(resource, true);
    world.awaitReason(resource, ConditionType.Suspended, Reason.Suspended);
    world.suspend(resource, false);

    // When
    kubelet.end(kubelet.run(kubelet.livePod()), 137, "OOMKilled", null);

    // Then
    var status = world.awaitReason(resource, ConditionType.Failed, Reason.OutOfMemory);
    assertThat(status.attempts()).isEqualTo(new AttemptsStatus(2, 2, 0));
    assertThat(status.attemptHistory()).extracting(attempt -> attempt.run()).containsExactly(1, 2);
    assertThat(status.condition(ConditionType.Failed).orElseThrow().message())
        .contains("All attempts that spec.backoffLimit allows are used");
  }
}
