package dev.transferjob.operator.transferjob;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the API writes them: whole seconds, UTC. */
final class Times {
  private Times() {}

  static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
