package dev.transferjob.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.cluster.junit.WithCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the real API server, which lets its client choose between its cipher suites. */
@WithCluster
class CiphersTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void chaChaIsTakenInPlaceOfAes(KubernetesClient admin) throws Exception {
    // Given
    var config = admin.getConfiguration();
    var given = options(config);
    // In a context of its own: a session that is resumed keeps its suite.
    var ordered = options(config);

    // When
    Ciphers.order(ordered);

    // Then
    assertThat(negotiated(config, given)).contains("AES");
    assertThat(negotiated(config, ordered)).isEqualTo("TLS_CHACHA20_POLY1305_SHA256");
  }

  @Test
  void theOperatorsClientTalksToTheApiServer(KubernetesClient admin) {
    // Given
    var builder =
        new KubernetesClientBuilder()
            .withConfig(admin.getConfiguration())
            .withHttpClientFactory(new ClientFactory(vertx));

    // When
    try (var client = builder.build()) {

      // Then
      assertThat(client.namespaces().withName("kube-system").get()).isNotNull();
    }
  }

  /** As the client's builder makes them. */
  private static HttpClientOptions options(Config config) throws Exception {
    var engine = new Ciphers.Engine(SSLUtils.sslContext(config), null, null);
    return new HttpClientOptions().setSsl(true).setSslEngineOptions(engine);
  }

  private String negotiated(Config config, HttpClientOptions options) throws Exception {
    var server = URI.create(config.getMasterUrl());
    var client = vertx.createHttpClient(new HttpClientOptions(options));
    return client
        .request(HttpMethod.GET, server.getPort(), server.getHost(), "/version")
        .map(request -> request.connection().sslSession().getCipherSuite())
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }
}
