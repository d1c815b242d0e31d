package dev.transferjob.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one thread of one process at a time do something; the kernel frees it when a process dies.
 */
final class FileMutex {
  // A file lock holds between processes only; this one holds between the threads of this process.
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final Path file;

  FileMutex(Path file) {
    this.file = file;
  }

  <T> T whileHeld(Supplier<T> action) {
    THREADS.lock();
    try (var channel = open();
        var _ = channel.lock()) {
      return action.get();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot lock " + file, e);
    } finally {
      THREADS.unlock();
    }
  }

  void whileHeld(Runnable action) {
    Supplier<Boolean> supplier =
        () -> {
          action.run();
          return true;
        };
    whileHeld(supplier);
  }

  private FileChannel open() throws IOException {
    Files.createDirectories(file.getParent());
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }
}
