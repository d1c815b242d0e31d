package dev.transferjob.trainer.progress;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.transferjob.protocol.ProgressReport;
import dev.transferjob.protocol.ProtocolJson;
import dev.transferjob.protocol.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real HTTPS server with a certificate of its own. */
@Timeout(60)
class ProgressPushTest {
  @TempDir Path folder;
  private final List<Long> received = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private HttpsServer server;
  private Path token;
  private volatile int status = 200;

  @BeforeEach
  void startServer() throws Exception {
    var certificate = SelfSigned.make(folder);
    token = Files.writeString(folder.resolve("token"), "first\n");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
    server.createContext("/progress", this::receive);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  private void receive(HttpExchange exchange) throws IOException {
    var report =
        ProtocolJson.mapper()
            .readValue(exchange.getRequestBody().readAllBytes(), ProgressReport.class);
    tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
    received.add(report.sequence());
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Test
  void sendsTheLatestWithTheTokenAsItIsNow() throws IOException {
    // Given
    try (var push = push(folder.resolve("ca.pem"))) {
      push.publish(report(1));
      waitFor(1);
      Files.writeString(token, "second");

      // When
      for (int i = 2; i <= 100; i++) {
        push.publish(report(i));
      }
    }

    // Then
    assertThat(received.getFirst()).isEqualTo(1);
    assertThat(received.getLast()).isEqualTo(100);
    assertThat(received).hasSizeLessThan(5);
    assertThat(tokens.getFirst()).isEqualTo("Bearer first");
    assertThat(tokens.getLast()).isEqualTo("Bearer second");
  }

  @Test
  void neverWaitsForAServerThatRefuses() {
    // Given
    status = 503;
    long start = System.nanoTime();

    // When
    try (var push = push(folder.resolve("ca.pem"))) {
      for (int i = 1; i <= 1000; i++) {
        push.publish(report(i));
      }
    }

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    assertThat(received).isNotEmpty();
  }

  @Test
  void sendsNothingToAServerItDoesNotTrust() throws Exception {
    // Given
    Path other = Files.createDirectory(folder.resolve("other"));
    SelfSigned.make(other);

    // When
    try (var push = push(other.resolve("ca.pem"))) {
      push.publish(report(1));
    }

    // Then
    assertThat(received).isEmpty();
  }

  private ProgressPush push(Path authority) {
    return new ProgressPush(
        URI.create("https://localhost:%d/progress".formatted(server.getAddress().getPort())),
        authority,
        token);
  }

  private void waitFor(int reports) {
    while (received.size() < reports) {
      Thread.onSpinWait();
    }
  }

  private static ProgressReport report(long sequence) {
    return new ProgressReport(
        1, sequence, Stage.Training, 1, 1, 1, 1, 1, 1, 1, List.of(), null, null, 0);
  }
}
