package dev.transferjob.trainer.progress;

import dev.transferjob.protocol.ProgressReport;

/** Takes reports and never makes the training wait. */
public interface ProgressSink extends AutoCloseable {

  void publish(ProgressReport report);

  /** Gives the last report a short time to arrive. */
  @Override
  void close();

  /** For a trainer that nobody listens to. */
  static ProgressSink none() {
    return new ProgressSink() {
      @Override
      public void publish(ProgressReport report) {}

      @Override
      public void close() {}
    };
  }
}
