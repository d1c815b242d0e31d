package dev.transferjob.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Held by one thread of one process at a time; the kernel frees it when a process dies. */
public final class FileMutex implements AutoCloseable {
  // A file lock holds between processes; two threads of one process may not even ask for it.
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final Path file;
  private final ReentrantLock threads;
  private final FileChannel channel;

  private FileMutex(Path file, ReentrantLock threads) throws IOException {
    this.file = file;
    this.threads = threads;
    Files.createDirectories(file.getParent());
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      channel.lock();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Waits for the mutex of this file, as long as it takes; closing frees it. */
  public static FileMutex hold(Path file) {
    var path = file.toAbsolutePath().normalize();
    var threads = THREADS.computeIfAbsent(path, _ -> new ReentrantLock());
    threads.lock();
    try {
      return new FileMutex(path, threads);
    } catch (IOException e) {
      threads.unlock();
      throw new UncheckedIOException("Cannot lock " + path, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unlock " + file, e);
    } finally {
      threads.unlock();
    }
  }
}
