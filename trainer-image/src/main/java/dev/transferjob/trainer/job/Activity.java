package dev.transferjob.trainer.job;

import dev.transferjob.trainer.progress.ProgressTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Whether the process gets on: it grows with training steps and batches, and, while samples and
 * weights are read or a result is written, with every megabyte.
 */
final class Activity implements LongSupplier {
  private static final Path IO = Path.of("/proc/self/io");
  private static final int MEGABYTE_BITS = 20;

  private final AtomicReference<ProgressTracker> tracker = new AtomicReference<>();

  void follow(ProgressTracker followed) {
    tracker.set(followed);
  }

  @Override
  public long getAsLong() {
    ProgressTracker followed = tracker.get();
    return (followed == null ? 0 : followed.activity()) + (bytes() >> MEGABYTE_BITS);
  }

  /** Bytes read and written; 0 on systems that do not tell. */
  private static long bytes() {
    try (Stream<String> lines = Files.lines(IO)) {
      return lines
          .filter(line -> line.startsWith("rchar:") || line.startsWith("wchar:"))
          .mapToLong(line -> Long.parseLong(line.substring("rchar:".length()).strip()))
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }
}
