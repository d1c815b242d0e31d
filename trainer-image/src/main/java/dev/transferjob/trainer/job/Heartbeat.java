package dev.transferjob.trainer.job;

import dev.transferjob.trainer.output.Fence;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the fence fresh while the attempt lives. */
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final int SECONDS = 15;

  private final Fence fence;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("heartbeat").factory());

  Heartbeat(Fence fence) {
    this.fence = fence;
    var _ = thread.scheduleWithFixedDelay(this::beat, SECONDS, SECONDS, TimeUnit.SECONDS);
  }

  private void beat() {
    try {
      fence.touch();
    } catch (IOException | RuntimeException e) {
      LOG.warn("The fence cannot be refreshed: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
