package dev.transferjob.operator.transferjob;

import dev.transferjob.api.Condition;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** When to look again although nothing is heard: at deadlines, and at what no watch tells. */
final class Recheck {
  private static final Duration PERIOD = Duration.ofSeconds(10);

  /** Claims, quotas, policies and foreign Jobs are not watched: that would need more rights. */
  private static final Set<Reason> UNWATCHED =
      Set.of(
          Reason.QueueNotFound,
          Reason.KueueNotInstalled,
          Reason.PodPending,
          Reason.VolumePending,
          Reason.QuotaExceeded,
          Reason.PolicyDenied,
          Reason.NameTaken,
          Reason.InvalidSpec);

  private Recheck() {}

  /**
   * How long to wait at most; empty: until something is heard.
   *
   * @param resource with the status that is stored by now
   */
  static Optional<Duration> after(TransferJob resource, Observed seen, Instant now) {
    var status = StatusRules.stored(resource);
    if (status.isFinished()) {
      return seen.standingJob().flatMap(_ -> End.of(resource).expiry()).map(at -> until(at, now));
    }
    var deadlines =
        new Deadlines(resource, status, seen, StatusRules.log(resource, seen, now)).next();
    return Stream.of(unwatched(status), deadlines.map(at -> until(at, now)))
        .flatMap(Optional::stream)
        .min(Duration::compareTo);
  }

  private static Optional<Duration> unwatched(TransferJobStatus status) {
    return status
        .condition(ConditionType.Running)
        .map(Condition::reason)
        .flatMap(Reason::named)
        .filter(reason -> UNWATCHED.contains(reason) || reason.endsAttempts())
        .map(_ -> PERIOD);
  }

  /** Times are stored in whole seconds, so a moment later is early enough. */
  private static Duration until(Instant time, Instant now) {
    var left = Duration.between(now, time);
    return left.isPositive() ? left.plusMillis(1) : Duration.ofMillis(1);
  }
}
