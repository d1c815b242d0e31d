package dev.transferjob.operator.transferjob;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the operator in this JVM logs of errors, which is where an uncaught exception ends. */
final class LoggedErrors extends Handler implements AutoCloseable {
  private static final List<String> SOURCES = List.of("io.javaoperatorsdk", "dev.transferjob");

  private final List<String> all = new CopyOnWriteArrayList<>();

  LoggedErrors() {
    SOURCES.forEach(source -> Logger.getLogger(source).addHandler(this));
  }

  List<String> all() {
    return List.copyOf(all);
  }

  @Override
  public void publish(LogRecord entry) {
    if (entry.getThrown() != null || entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
      all.add(entry.getLoggerName() + ": " + entry.getMessage() + ": " + entry.getThrown());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    SOURCES.forEach(source -> Logger.getLogger(source).removeHandler(this));
  }
}
