package dev.transferjob.trainer.job;

import dev.transferjob.api.ExitCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when nothing happens in it for too long, in whatever stage: a thread that hangs
 * in a driver or on a dead volume cannot be waited for, and the next attempt may find a better one.
 */
final class Watchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  /** Checks in the time of one deadline. */
  private static final int CHECKS = 20;

  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final Duration deadline;
  private final LongSupplier activity;
  private final Consumer<Duration> hung;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("watchdog").factory());
  private final LongSupplier nanoTime;
  private long lastActivity;
  private long since;

  /**
   * @param nanoTime the clock to measure idle times by
   * @param activity changes as long as something happens
   * @param hung leaves last words; it may hang as well
   */
  Watchdog(
      long deadlineSeconds, LongSupplier nanoTime, LongSupplier activity, Consumer<Duration> hung) {
    this.deadline = Duration.ofSeconds(deadlineSeconds);
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
    this.activity = activity;
    this.hung = hung;
    var period = deadline.dividedBy(CHECKS).toMillis();
    var _ = thread.scheduleWithFixedDelay(this::check, period, period, TimeUnit.MILLISECONDS);
  }

  private void check() {
    long now = nanoTime.getAsLong();
    long current = activity.getAsLong();
    if (current != lastActivity) {
      lastActivity = current;
      since = now;
    }
    var idle = Duration.ofNanos(now - since);
    if (idle.compareTo(deadline) >= 0) {
      end(idle);
    }
  }

  /** On a thread of its own: a pool may be full of what hangs. */
  private void end(Duration idle) {
    Thread lastWords =
        Thread.ofPlatform().daemon().name("last-words").start(() -> hung.accept(idle));
    Thread.getAllStackTraces().forEach(Watchdog::log);
    try {
      if (!lastWords.join(LAST_WORDS)) {
        LOG.warn("The last words were not written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(ExitCode.HUNG.code());
  }

  private static void log(Thread thread, StackTraceElement[] frames) {
    LOG.warn("{} is at {}", thread.getName(), Arrays.toString(frames));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
