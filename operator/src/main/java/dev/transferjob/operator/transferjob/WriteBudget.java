package dev.transferjob.operator.transferjob;

import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.operator.config.OperatorConfig;
import dev.transferjob.operator.progress.ProgressInbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;

/**
 * Keeps the writes of all jobs together below a number a second: a tenth of it may come at once,
 * and nine tenths come again within the second. The more jobs report, the less often the progress
 * of each is written. A change of state is written at once, and the progress of other jobs waits
 * for it.
 */
@ApplicationScoped
class WriteBudget {
  private final Duration interval;
  private final double rate;
  private final double burst;
  private final IntSupplier reportingJobs;
  private double tokens;
  private Instant refilled = Instant.EPOCH;

  @Inject
  WriteBudget(OperatorConfig config, ProgressInbox inbox) {
    this(
        config.progress().interval(),
        config.progress().statusWritesPerSecond(),
        inbox::reportingJobs);
  }

  WriteBudget(Duration interval, int perSecond, IntSupplier reportingJobs) {
    this.interval = interval;
    this.rate = 0.9 * perSecond;
    this.burst = Math.max(1, 0.1 * perSecond);
    this.reportingJobs = reportingJobs;
  }

  /** How long to wait before {@code next} is written; zero: now, which is then paid for. */
  synchronized Duration untilNextWrite(TransferJobStatus old, TransferJobStatus next, Instant now) {
    refill(now);
    if (Throttle.isChangeOfState(old, next)) {
      // May fall below zero: others pay it back.
      tokens -= 1;
      return Duration.ZERO;
    }
    var wait = Throttle.untilDue(old, interval(), now);
    if (wait.isPositive()) {
      return wait;
    }
    if (tokens < 1) {
      return Duration.ofMillis((long) Math.ceil(1000 * (1 - tokens) / rate));
    }
    tokens -= 1;
    return Duration.ZERO;
  }

  /** Nearly as often as the rate allows if all jobs take turns; the rest is for what is urgent. */
  private Duration interval() {
    var fair = Duration.ofMillis(Math.round(1000 * reportingJobs.getAsInt() / (0.9 * rate)));
    return fair.compareTo(interval) > 0 ? fair : interval;
  }

  private void refill(Instant now) {
    var elapsed = Duration.between(refilled, now).toMillis() / 1000.0;
    if (elapsed > 0) {
      tokens = Math.min(burst, tokens + elapsed * rate);
      refilled = now;
    }
  }
}
