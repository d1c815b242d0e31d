package dev.transferjob.operator.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.Config;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** The real API server, as the proxy talks to it. */
final class ApiServer {
  private static final int MAX_MESSAGE = 16 << 20;
  private static final List<String> PASSED_ON =
      List.of("Authorization", "Content-Type", "Accept", "User-Agent");

  private final URI address;
  private final HttpClient client;
  private final WebSocketClient sockets;

  /** An answer, read to its end. */
  record Answer(int code, MultiMap headers, Buffer body) {}

  ApiServer(Vertx vertx, Config access) {
    address = URI.create(access.getMasterUrl());
    var trust = new PemTrustOptions().addCertValue(Buffer.buffer(certificate(access)));
    client =
        vertx.createHttpClient(
            new HttpClientOptions().setSsl(true).setTrustOptions(trust),
            new PoolOptions().setHttp1MaxSize(256));
    sockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setSsl(true)
                .setTrustOptions(trust)
                .setMaxConnections(4096)
                .setMaxMessageSize(MAX_MESSAGE)
                .setMaxFrameSize(MAX_MESSAGE));
  }

  private static String certificate(Config access) {
    try {
      return access.getCaCertData() == null
          ? Files.readString(Path.of(access.getCaCertFile()))
          : new String(Base64.getDecoder().decode(access.getCaCertData()), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Future<Answer> send(HttpMethod method, String uri, MultiMap headers, Buffer body) {
    var options =
        new RequestOptions()
            .setHost(address.getHost())
            .setPort(address.getPort())
            .setMethod(method)
            .setURI(uri);
    return client
        .request(options)
        .compose(
            request -> {
              passOn(headers, request.headers());
              return request.send(body);
            })
        .compose(
            response ->
                response
                    .body()
                    .map(read -> new Answer(response.statusCode(), response.headers(), read)));
  }

  /** Paused until its handlers are set. */
  Future<WebSocket> watch(String uri, MultiMap headers) {
    var options =
        new WebSocketConnectOptions()
            .setHost(address.getHost())
            .setPort(address.getPort())
            .setURI(uri);
    options.addHeader(HttpHeaders.AUTHORIZATION, headers.get(HttpHeaders.AUTHORIZATION));
    return sockets
        .connect(options)
        .map(
            socket -> {
              socket.pause();
              return socket;
            });
  }

  private static void passOn(MultiMap from, MultiMap to) {
    PASSED_ON.stream().filter(from::contains).forEach(name -> to.set(name, from.get(name)));
  }
}
