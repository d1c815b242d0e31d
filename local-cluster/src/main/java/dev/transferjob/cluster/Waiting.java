package dev.transferjob.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what gives no notice, such as a file or the end of somebody else's process. */
final class Waiting {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Waiting() {}

  /** Fails with the message when the condition does not hold in time. */
  static void until(Duration patience, BooleanSupplier condition, Supplier<String> message) {
    var end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "Waited %d s. %s".formatted(patience.toSeconds(), message.get()));
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted. " + message.get(), e);
      }
    }
  }
}
