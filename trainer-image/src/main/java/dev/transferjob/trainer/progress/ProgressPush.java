package dev.transferjob.trainer.progress;

import dev.transferjob.protocol.ProgressReport;
import dev.transferjob.protocol.ProtocolJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts reports to the operator on its own thread: the latest wins, at most one a second, and one
 * that cannot be delivered is given up after three tries, since a newer one will follow.
 */
public final class ProgressPush implements ProgressSink {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressPush.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration FAREWELL = Duration.ofSeconds(3);
  private static final int TRIES = 3;

  private final URI url;
  private final Path authority;
  private final Path token;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private ProgressReport latest;
  private boolean isClosed;

  /**
   * Starts the thread.
   *
   * @param authority PEM file of the certificates to trust
   * @param token file with the bearer token, which the kubelet replaces from time to time
   */
  public ProgressPush(URI url, Path authority, Path token) {
    this.url = url;
    this.authority = authority;
    this.token = token;
    this.thread = Thread.ofPlatform().daemon().name("progress").start(this::pushAll);
  }

  @Override
  public void publish(ProgressReport report) {
    lock.lock();
    try {
      latest = report;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(FAREWELL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pushAll() {
    try (HttpClient client = client()) {
      ProgressReport report = take();
      while (report != null) {
        push(client, report);
        pause(INTERVAL);
        report = take();
      }
    } catch (IOException | GeneralSecurityException e) {
      LOG.warn("No progress is sent: {} cannot be read ({})", authority, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpClient client() throws IOException, GeneralSecurityException {
    return HttpClient.newBuilder()
        .sslContext(PinnedAuthority.of(authority))
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(TIMEOUT)
        .build();
  }

  /** The next report, or null when closed and all is sent. */
  private ProgressReport take() throws InterruptedException {
    lock.lock();
    try {
      while (latest == null && !isClosed) {
        changed.await();
      }
      ProgressReport report = latest;
      latest = null;
      return report;
    } finally {
      lock.unlock();
    }
  }

  private void push(HttpClient client, ProgressReport report) throws InterruptedException {
    String problem = "";
    for (int i = 0; i < TRIES; i++) {
      try {
        int status = client.send(request(report), BodyHandlers.discarding()).statusCode();
        if (status < 300) {
          return;
        }
        problem = "HTTP " + status;
      } catch (IOException e) {
        problem = e.toString();
      }
      if (isSuperseded()) {
        return;
      }
      pause(INTERVAL.multipliedBy(i + 1L));
    }
    LOG.warn(
        "Progress report {} was not delivered ({}); training goes on", report.sequence(), problem);
  }

  private HttpRequest request(ProgressReport report) throws IOException {
    return HttpRequest.newBuilder(url)
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + Files.readString(token).strip())
        .header("Content-Type", "application/json")
        .POST(
            HttpRequest.BodyPublishers.ofByteArray(ProtocolJson.mapper().writeValueAsBytes(report)))
        .build();
  }

  private boolean isSuperseded() {
    lock.lock();
    try {
      return latest != null;
    } finally {
      lock.unlock();
    }
  }

  /** Waits, but not once closed: what is left is sent without delay. */
  private void pause(Duration duration) throws InterruptedException {
    lock.lock();
    try {
      long left = duration.toNanos();
      while (left > 0 && !isClosed) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
