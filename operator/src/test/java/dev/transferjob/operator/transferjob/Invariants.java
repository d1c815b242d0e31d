package dev.transferjob.operator.transferjob;

import dev.transferjob.api.AttemptRecord;
import dev.transferjob.api.ConditionStatus;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.operator.transferjob.ModelOperator.Outcome;
import dev.transferjob.operator.transferjob.World.ModelJob;
import dev.transferjob.operator.transferjob.World.ModelPod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The promises of the operator, each held against every state.
 *
 * @param activeDeadline in seconds; null without one
 * @param startDeadline in seconds; null without one
 */
record Invariants(int backoffLimit, Long activeDeadline, Long startDeadline) {

  /** What a state breaks. */
  List<String> ofState(World world) {
    var broken = new ArrayList<String>();
    check(world.pods().stream().filter(ModelPod::isLive).count() <= 1, "two live pods", broken);
    check(
        world.jobs().stream().map(ModelJob::run).distinct().count() == world.jobs().size(),
        "two Jobs of one run",
        broken);
    var status = world.stored().status();
    if (status != null) {
      ofStatus(world, status, broken);
    }
    return broken;
  }

  private void ofStatus(World world, TransferJobStatus status, List<String> broken) {
    check(
        status.observedGeneration() <= world.stored().generation(),
        "observedGeneration is ahead",
        broken);
    var running = status.condition(ConditionType.Running);
    check(running.isPresent(), "no condition Running", broken);
    check(
        running
            .filter(c -> !c.message().isBlank() && Reason.named(c.reason()).isPresent())
            .isPresent(),
        "no reason or message",
        broken);
    check(
        !(status.isTrue(ConditionType.Complete) && status.isTrue(ConditionType.Failed)),
        "complete and failed",
        broken);
    check(
        status.isTrue(ConditionType.Failed) == status.isTrue(ConditionType.Stalled),
        "failed, but not stalled",
        broken);
    check(
        status.attempts().failures() <= backoffLimit + 1,
        "more failures than backoffLimit + 1: " + status.attempts(),
        broken);
    check(
        status.attempts().failures() <= world.truth().failures(),
        "counted failures that were none: " + status.attempts(),
        broken);
    // A failure that only its Job told of is an attempt, and a late cache may still show its pod.
    check(
        status.attempts().total() <= world.truth().pods() + status.attempts().failures(),
        "more attempts than pods: " + status.attempts(),
        broken);
    check(
        !status.isTrue(ConditionType.Complete) || world.truth().succeeded(),
        "complete without a result",
        broken);
    deadlines(world, status, broken);
    history(world, status, broken);
  }

  private void deadlines(World world, TransferJobStatus status, List<String> broken) {
    var failed = status.condition(ConditionType.Failed).map(c -> c.reason()).orElse("");
    check(
        !failed.equals("DeadlineExceeded") || world.truth().active() >= activeDeadline,
        "active deadline too early",
        broken);
    check(
        !failed.equals("StartDeadlineExceeded") || world.truth().waited() >= startDeadline,
        "start deadline too early",
        broken);
  }

  private static void history(World world, TransferJobStatus status, List<String> broken) {
    var history = status.attemptHistory();
    check(history.size() <= 5, "history too long", broken);
    check(
        history.stream().map(AttemptRecord::pod).distinct().count() == history.size(),
        "an attempt is recorded twice",
        broken);
    check(
        history.stream().filter(attempt -> !attempt.hasEnded()).count() <= 1,
        "two attempts go on",
        broken);
    var usage = Optional.ofNullable(status.usage());
    check(
        usage.isEmpty() || usage.get().activeSeconds() <= world.truth().active(),
        "more seconds used than there were: " + usage,
        broken);
    check(
        usage.isEmpty() || usage.get().lostGpuSeconds() <= usage.get().gpuSeconds(),
        "more lost than used: " + usage,
        broken);
  }

  /** What a reconciliation breaks, beside the state that it leads to. */
  List<String> ofStep(World before, Outcome outcome) {
    var broken = new ArrayList<String>();
    var old = before.stored().status();
    var next = outcome.written().stored().status();
    if (old != null) {
      check(!old.isFinished() || old.equals(next), "an end is reverted", broken);
      check(
          old.attempts().total() <= next.attempts().total()
              && old.attempts().failures() <= next.attempts().failures(),
          "counts fall",
          broken);
      check(
          old.observedGeneration() <= next.observedGeneration(),
          "observedGeneration falls",
          broken);
      check(
          old.usage() == null || old.usage().activeSeconds() <= next.usage().activeSeconds(),
          "usage falls",
          broken);
      check(
          !(outcome.plan() instanceof Plan.Create) || !old.isFinished(),
          "a Job is created after the end",
          broken);
    }
    deadlinesHold(outcome.written(), broken);
    var seesAll = before.view().stored().equals(before.stored());
    if (outcome.plan() instanceof Plan.Create && seesAll) {
      check(!before.stored().suspend(), "a Job is created although suspended", broken);
      var known = before.view().pods().stream().anyMatch(pod -> !pod.isLive() && pod.code() == 0);
      check(!known, "a run that succeeded is trained again", broken);
    }
    if (outcome.plan() instanceof Plan.Delete && seesAll) {
      check(
          before.stored().suspend() || (old != null && old.isFinished()),
          "a Job is deleted that should go on",
          broken);
    }
    return broken;
  }

  /** One that has passed ends the job at once, where the operator has heard of all. */
  private void deadlinesHold(World world, List<String> broken) {
    var status = world.stored().status();
    if (status == null
        || status.isFinished()
        || world.stored().suspend()
        || !world.delivered().equals(world)) {
      return;
    }
    check(
        startDeadline == null || !world.truth().waits() || world.truth().waited() < startDeadline,
        "the start deadline has passed",
        broken);
    var used = status.usage() == null ? 0 : status.usage().activeSeconds();
    var running =
        world.pods().stream()
            .filter(pod -> pod.isLive() && pod.started() >= 0)
            .mapToInt(pod -> world.clock() - pod.started())
            .sum();
    check(
        activeDeadline == null || used + running < activeDeadline,
        "the active deadline has passed",
        broken);
  }

  /** With all events delivered and nothing else happening, the operator comes to rest. */
  List<String> ofRest(World world, ModelOperator operator) {
    var broken = new ArrayList<String>();
    var current = world.delivered();
    for (int i = 0; i < 6; i++) {
      var outcome = operator.reconcile(current);
      if (outcome.status() == null && outcome.acted().equals(current)) {
        atRest(current, broken);
        return broken;
      }
      current = outcome.written().delivered();
    }
    broken.add("the operator does not come to rest");
    return broken;
  }

  private static void atRest(World world, List<String> broken) {
    var status = world.stored().status();
    var standing = world.jobs().stream().anyMatch(job -> !job.deleting());
    var going = world.jobs().stream().anyMatch(job -> !job.deleting() && job.end() == null);
    if (status.isFinished()) {
      check(!status.isTrue(ConditionType.Failed) || !going, "a failed job's Job goes on", broken);
      return;
    }
    if (world.stored().suspend()) {
      check(!standing, "suspended, but a Job stands", broken);
      var gone = world.jobs().isEmpty() && world.pods().stream().noneMatch(ModelPod::isLive);
      check(gone == status.isTrue(ConditionType.Suspended), "Suspended does not say so", broken);
      return;
    }
    var leaving =
        world.jobs().stream().anyMatch(ModelJob::deleting)
            || world.pods().stream().anyMatch(ModelPod::isLive);
    check(going || leaving, "nothing runs and nothing is waited for", broken);
    var held = world.jobs().stream().anyMatch(job -> !job.deleting() && job.held());
    check(!going || held == status.isTrue(ConditionType.Queued), "Queued does not say so", broken);
    var trains =
        world.pods().stream()
            .anyMatch(pod -> pod.isLive() && pod.started() >= 0 && !pod.deleting());
    check(
        !going
            || trains
                == (status.condition(ConditionType.Running).orElseThrow().status()
                    == ConditionStatus.True),
        "Running does not say so",
        broken);
  }

  private static void check(boolean holds, String otherwise, List<String> broken) {
    if (!holds) {
      broken.add(otherwise);
    }
  }
}
