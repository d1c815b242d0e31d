package dev.transferjob.operator.transferjob;

import dev.transferjob.api.AttemptRecord;
import dev.transferjob.api.Condition;
import dev.transferjob.api.ConditionStatus;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.operator.job.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The deadlines that the operator keeps. None counts while the job is suspended. */
record Deadlines(TransferJob resource, TransferJobStatus old, Observed seen, AttemptLog log) {

  /** The deadline that has passed, if one has. */
  Optional<State> exceeded(Instant now) {
    if (resource.getSpec().suspend()) {
      return Optional.empty();
    }
    if (activeEnd().filter(end -> !now.isBefore(end)).isPresent()) {
      var detail =
          "The attempts ran for spec.activeDeadlineSeconds, %d s, without an end"
              .formatted(resource.getSpec().activeDeadlineSeconds());
      return failed(Reason.DeadlineExceeded, detail);
    }
    return startEnd()
        .filter(end -> !now.isBefore(end))
        .flatMap(_ -> failed(Reason.StartDeadlineExceeded, waitedFor()));
  }

  /** When the next deadline passes, if nothing changes until then. */
  Optional<Instant> next() {
    return resource.getSpec().suspend()
        ? Optional.empty()
        : Stream.of(activeEnd(), startEnd()).flatMap(Optional::stream).min(Instant::compareTo);
  }

  private Optional<Instant> activeEnd() {
    var limit = resource.getSpec().activeDeadlineSeconds();
    if (limit == null) {
      return Optional.empty();
    }
    var used = log.usage() == null ? 0 : log.usage().activeSeconds();
    var open = log.last().filter(attempt -> !attempt.hasEnded());
    if (open.isEmpty()) {
      return used >= limit ? Optional.of(Instant.EPOCH) : Optional.empty();
    }
    // The open attempt's own seconds are in the sum already, as far as it was heard.
    return open.map(AttemptRecord::startTime)
        .map(start -> Instant.parse(start).plusSeconds(limit - used + open.get().seconds()));
  }

  private Optional<Instant> startEnd() {
    var limit = resource.getSpec().startDeadlineSeconds();
    if (limit == null || isResumedJustNow() || hasStarted()) {
      return Optional.empty();
    }
    return Optional.of(waitingSince().plusSeconds(limit));
  }

  /** It is still stored as suspended, or as being stopped. */
  private boolean isResumedJustNow() {
    return old.condition(ConditionType.Suspended)
        .filter(c -> c.status() != ConditionStatus.False)
        .isPresent();
  }

  /** An attempt of the Job that stands went on through a suspension that was taken back at once. */
  private boolean hasStarted() {
    var run = seen.standingJob().map(Run::of).map(Run::number);
    if (log.history().stream().map(AttemptRecord::run).map(Optional::of).anyMatch(run::equals)) {
      return true;
    }
    var since = Times.text(waitingSince());
    return Stream.concat(
            Stream.of(old.startTime() == null ? "" : old.startTime()),
            log.history().stream().map(AttemptRecord::startTime).filter(Objects::nonNull))
        .anyMatch(start -> start.compareTo(since) >= 0);
  }

  private Instant waitingSince() {
    var created = Instant.parse(resource.getMetadata().getCreationTimestamp());
    return old.condition(ConditionType.Suspended)
        .map(Condition::lastTransitionTime)
        .map(Instant::parse)
        .filter(created::isBefore)
        .orElse(created);
  }

  private String waitedFor() {
    var waited =
        Duration.ofSeconds(resource.getSpec().startDeadlineSeconds()).toSeconds()
            + " s passed without an attempt beginning";
    return old.condition(ConditionType.Running)
        .filter(c -> c.status() == ConditionStatus.False)
        .map(c -> waited + "; what it waited for: " + c.message())
        .orElse(waited);
  }

  private static Optional<State> failed(Reason reason, String detail) {
    return Optional.of(new State.Failed(reason, reason.explain(detail)));
  }
}
