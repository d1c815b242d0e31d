package dev.transferjob.operator.transferjob;

import dev.transferjob.api.Condition;
import dev.transferjob.api.ConditionStatus;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.protocol.TerminationMessage;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.Optional;

/** Tells from what is seen where a job is. */
final class States {
  private States() {}

  /**
   * The state of a job that is not finished.
   *
   * @param old what was stored last; it remembers causes whose pods are gone
   */
  static State of(TransferJobStatus old, Observed seen) {
    if (isComplete(seen)) {
      return new State.Completed(lastWords(seen));
    }
    var failed = seen.job().flatMap(job -> condition(job, "Failed"));
    if (failed.isPresent()) {
      return failed(old, seen, failed.get());
    }
    if (seen.obstacle().isPresent()) {
      var obstacle = seen.obstacle().get();
      return State.Waiting.because(obstacle.reason(), obstacle.detail());
    }
    return seen.livePod().map(Waits::state).orElseGet(() -> between(old, seen));
  }

  static boolean isComplete(Observed seen) {
    return seen.job().flatMap(job -> condition(job, "Complete")).isPresent();
  }

  /** No pod is live: none was yet, or one has ended and the next is to come. */
  private static State between(TransferJobStatus old, Observed seen) {
    var newest = seen.newestPod();
    if (newest.isPresent() && !Pods.isOlder(newest.get(), old)) {
      return ended(newest.get());
    }
    if (old.runtime() == null || old.runtime().pod() == null) {
      return State.Waiting.because(Reason.PodPending, "");
    }
    return remembered(old)
        .<State>map(c -> new State.Waiting(Reason.valueOf(c.reason()), c.message()))
        .orElseGet(() -> State.Waiting.because(Reason.Preempted, ""));
  }

  private static State ended(Pod pod) {
    // The Job follows within a moment; until then nothing is to be told.
    if (Pods.succeeded(pod)) {
      return new State.Training(pod);
    }
    var ending = Ending.of(pod);
    return new State.Waiting(ending.reason(), ending.message());
  }

  private static State failed(TransferJobStatus old, Observed seen, JobCondition condition) {
    var limit =
        "BackoffLimitExceeded".equals(condition.getReason())
            ? " All attempts that spec.backoffLimit allows are used."
            : "";
    var cause =
        seen.pods().reversed().stream()
            .filter(Pods::ended)
            .map(Ending::of)
            .filter(Ending::failure)
            .findFirst();
    if (cause.isPresent()) {
      return new State.Failed(cause.get().reason(), cause.get().message() + limit);
    }
    return remembered(old)
        .map(c -> new State.Failed(Reason.valueOf(c.reason()), c.message() + limit))
        .orElseGet(
            () ->
                new State.Failed(
                    Reason.TrainerError, Reason.TrainerError.explain(condition.getMessage())));
  }

  private static Optional<TerminationMessage> lastWords(Observed seen) {
    return seen.pods().reversed().stream()
        .filter(Pods::succeeded)
        .findFirst()
        .flatMap(pod -> Ending.of(pod).said());
  }

  /** The cause of the last attempt's end, as it was stored while its pod was still there. */
  private static Optional<Condition> remembered(TransferJobStatus old) {
    return old.condition(ConditionType.Running)
        .filter(c -> c.status() == ConditionStatus.False)
        .filter(c -> Reason.named(c.reason()).filter(Reason::endsAttempts).isPresent());
  }

  private static Optional<JobCondition> condition(Job job, String type) {
    return job.getStatus() == null
        ? Optional.empty()
        : job.getStatus().getConditions().stream()
            .filter(c -> type.equals(c.getType()) && "True".equals(c.getStatus()))
            .findFirst();
  }
}
