package dev.transferjob.operator.transferjob;

import dev.transferjob.api.AttemptRecord;
import dev.transferjob.api.Condition;
import dev.transferjob.api.ConditionStatus;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Instant;
import java.util.Optional;

/** Decides whether a job is at its end. A success is never taken for anything else. */
record Verdict(
    TransferJob resource, TransferJobStatus old, Observed seen, AttemptLog log, Instant now) {
  private static final String SPENT = " All attempts that spec.backoffLimit allows are used.";

  Optional<State> reached() {
    return completed()
        .or(this::failedByJob)
        .or(this::failedWithoutJob)
        .or(this::neverPulled)
        .or(() -> new Deadlines(resource, old, seen, log).exceeded(now));
  }

  /** Exit code 0 is the trainer's word that the result is there; the Job only repeats it. */
  private Optional<State> completed() {
    var pod = seen.succeededPod();
    return pod.isPresent() || isTrue(seen.job(), "Complete")
        ? Optional.of(new State.Completed(pod.flatMap(done -> Ending.of(done).said())))
        : Optional.empty();
  }

  private Optional<State> failedByJob() {
    return seen.job().flatMap(job -> condition(job, "Failed")).map(this::failed);
  }

  private State failed(JobCondition condition) {
    var limit = "BackoffLimitExceeded".equals(condition.getReason()) ? SPENT : "";
    return log.lastFailure()
        .map(attempt -> failed(attempt, limit))
        .or(() -> remembered(old).map(c -> failed(c, limit)))
        .orElseGet(
            () ->
                new State.Failed(
                    Reason.TrainerError, Reason.TrainerError.explain(condition.getMessage())));
  }

  /** The Job went before it could tell; its attempts' records say what it would have said. */
  private Optional<State> failedWithoutJob() {
    if (seen.standingJob().isPresent() || seen.livePod().isPresent()) {
      return Optional.empty();
    }
    var last = log.last().filter(attempt -> Reason.isFinal(attempt.reason()));
    if (last.isPresent()) {
      return last.map(attempt -> failed(attempt, ""));
    }
    return log.attempts().failures() > resource.getSpec().backoffLimit()
        ? log.lastFailure().map(attempt -> failed(attempt, SPENT)).or(this::failedUnseen)
        : Optional.empty();
  }

  private Optional<State> failedUnseen() {
    return Optional.of(
        new State.Failed(Reason.TrainerError, Reason.TrainerError.explain("") + SPENT));
  }

  /** A name that no registry can have: it is the Job's for ever, so waiting is of no use. */
  private Optional<State> neverPulled() {
    return seen.livePod()
        .flatMap(Pods::waiting)
        .filter(waiting -> "InvalidImageName".equals(waiting.getReason()))
        .map(ContainerStateWaiting::getMessage)
        .map(
            message ->
                new State.Failed(
                    Reason.ImageUnavailable, Reason.ImageUnavailable.explain(message)));
  }

  private static State failed(AttemptRecord attempt, String limit) {
    return new State.Failed(Reason.valueOf(attempt.reason()), attempt.message() + limit);
  }

  private static State failed(Condition condition, String limit) {
    return new State.Failed(Reason.valueOf(condition.reason()), condition.message() + limit);
  }

  /** The cause of the last attempt's end, as it was stored while its pod was still there. */
  static Optional<Condition> remembered(TransferJobStatus old) {
    return old.condition(ConditionType.Running)
        .filter(c -> c.status() == ConditionStatus.False)
        .filter(c -> Reason.named(c.reason()).filter(Reason::endsAttempts).isPresent());
  }

  static boolean isFinished(Job job) {
    return isTrue(Optional.of(job), "Complete") || isTrue(Optional.of(job), "Failed");
  }

  static boolean isTrue(Optional<Job> job, String type) {
    return job.flatMap(known -> condition(known, type)).isPresent();
  }

  private static Optional<JobCondition> condition(Job job, String type) {
    return job.getStatus() == null
        ? Optional.empty()
        : job.getStatus().getConditions().stream()
            .filter(c -> type.equals(c.getType()) && "True".equals(c.getStatus()))
            .findFirst();
  }
}
