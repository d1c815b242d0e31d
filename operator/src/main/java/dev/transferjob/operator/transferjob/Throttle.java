package dev.transferjob.operator.transferjob;

import dev.transferjob.api.TransferJobStatus;
import java.time.Duration;
import java.time.Instant;

/** Keeps progress from being written too often; changes of state are never held up. */
final class Throttle {
  private Throttle() {}

  /** How long to wait before {@code next} is written; zero: now. */
  static Duration untilNextWrite(
      TransferJobStatus old, TransferJobStatus next, Duration interval, Instant now) {
    if (old == null
        || old.progress() == null
        || !withoutFigures(old).equals(withoutFigures(next))) {
      return Duration.ZERO;
    }
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
        status.runtime(),
        status.result());
  }
}
