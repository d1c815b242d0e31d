package dev.transferjob.operator.transferjob;

import dev.transferjob.api.AttemptRecord;
import dev.transferjob.api.TransferJobStatus;
import java.time.Duration;
import java.time.Instant;

/** Tells figures, which may wait, from changes of state, which may not. */
final class Throttle {
  private Throttle() {}

  /** Whether more than figures differs; {@code old} may be null. */
  static boolean isChangeOfState(TransferJobStatus old, TransferJobStatus next) {
    return old == null
        || old.progress() == null
        || !withoutFigures(old).equals(withoutFigures(next));
  }

  /** How long figures wait that are written at most once in {@code interval}. */
  static Duration untilDue(TransferJobStatus old, Duration interval, Instant now) {
    var due = Instant.parse(old.progress().lastUpdatedTime()).plus(interval);
    return due.isAfter(now) ? Duration.between(now, due) : Duration.ZERO;
  }

  private static TransferJobStatus withoutFigures(TransferJobStatus status) {
    return new TransferJobStatus(
        status.observedGeneration(),
        status.run(),
        status.phase(),
        status.conditions(),
        status.startTime(),
        status.completionTime(),
        null,
        null,
        null,
        null,
        status.attempts(),
        status.attemptHistory().stream().map(Throttle::withoutFigures).toList(),
        null,
        status.queue(),
        status.runtime(),
        status.result());
  }

  /** How long an open attempt has run is known from its progress. */
  private static AttemptRecord withoutFigures(AttemptRecord attempt) {
    return attempt.hasEnded()
        ? attempt
        : new AttemptRecord(
            attempt.number(),
            attempt.run(),
            attempt.pod(),
            attempt.node(),
            attempt.startTime(),
            null,
            null,
            null,
            attempt.resumedFromStep(),
            0,
            0,
            null);
  }
}
