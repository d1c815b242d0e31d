package dev.transferjob.operator.progress;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** How many different jobs reported in the last minute or two. */
final class Reporters {
  private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

  private Set<String> before = Set.of();
  private Set<String> current = new HashSet<>();
  private long began = System.nanoTime();

  synchronized void heard(String job, long now) {
    turn(now);
    current.add(job);
  }

  synchronized int count(long now) {
    turn(now);
    return Math.max(before.size(), current.size());
  }

  private void turn(long now) {
    if (now - began >= WINDOW_NANOS) {
      before = now - began >= 2 * WINDOW_NANOS ? Set.of() : current;
      current = new HashSet<>();
      began = now;
    }
  }
}
