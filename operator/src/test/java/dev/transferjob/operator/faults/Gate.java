package dev.transferjob.operator.faults;

import dev.transferjob.operator.faults.ApiServer.Answer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.UpgradeRejectedException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What one process of the operator takes for the API server. Once it is shut, nothing that this
 * process still sends arrives anywhere.
 */
final class Gate implements AutoCloseable {
  private static final long DELAY_MILLIS = 1500;

  /** The Fabric8 client tries for some 19 s. */
  private static final long OUTAGE_MILLIS = 22_000;

  private static final Pattern MICRO_TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final Vertx vertx;
  private final ApiServer server;
  private final Script script;
  private final OptionalLong past;
  private final Consumer<Fault> killed;
  private final HttpServer listener;
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private final Set<String> watched = ConcurrentHashMap.newKeySet();
  private volatile boolean shut;
  private volatile boolean outage;
  private volatile boolean frozen;
  private volatile Duration ahead = Duration.ZERO;

  /**
   * @param past the revision that caches are filled from; empty for the newest
   * @param killed told, once, that this process is to be taken for killed, and why
   */
  Gate(Vertx vertx, ApiServer server, Script script, OptionalLong past, Consumer<Fault> killed) {
    this.vertx = vertx;
    this.server = server;
    this.script = script;
    this.past = past;
    this.killed = killed;
    var options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setHttp2ClearTextEnabled(false)
            .setMaxInitialLineLength(16 << 10)
            .setMaxHeaderSize(64 << 10);
    listener =
        vertx
            .createHttpServer(options)
            .connectionHandler(this::opened)
            .requestHandler(this::handle)
            .listen(0)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  String address() {
    return "http://127.0.0.1:" + listener.actualPort();
  }

  /** From now on nothing about leases is answered. */
  void freezeLeases() {
    frozen = true;
  }

  /** From now on leases tell the time as for a process whose clock is that much ahead. */
  void stepClock(Duration step) {
    ahead = step;
  }

  private void opened(HttpConnection connection) {
    connections.add(connection);
    connection.closeHandler(_ -> connections.remove(connection));
    if (shut) {
      connection.close();
    }
  }

  private void handle(HttpServerRequest request) {
    var call = Call.of(request.method().name(), request.path(), request.query());
    if (shut || outage) {
      request.connection().close();
    } else if (frozen && call.filter(c -> c.resource().equals("leases")).isPresent()) {
      request.pause();
    } else if (call.filter(Call::isWatch).isPresent()) {
      watched.add(call.get().resource());
      watch(request);
    } else {
      request.body().onSuccess(body -> meet(new Exchange(request, call, uri(request, call), body)));
    }
  }

  /** Caches are filled from the past; what is asked for later is answered truly. */
  private String uri(HttpServerRequest request, Optional<Call> call) {
    var fillsCache = call.filter(Call::isList).filter(c -> !watched.contains(c.resource()));
    return past.isEmpty() || fillsCache.isEmpty()
        ? request.uri()
        : Revisions.exactly(request.path(), request.query(), past.getAsLong());
  }

  private void meet(Exchange exchange) {
    if (shut) {
      exchange.drop();
      return;
    }
    exchange.write().ifPresent(_ -> script.tries());
    befall(exchange.call().flatMap(Call::what).flatMap(script::meets).orElse(null), exchange);
  }

  private void befall(Fault fault, Exchange exchange) {
    switch (fault) {
      case REJECT_409 -> exchange.reject(409, "Conflict");
      case REJECT_429 -> exchange.reject(429, "TooManyRequests");
      case REJECT_500 -> exchange.reject(500, "InternalError");
      case REJECT_504 -> exchange.reject(504, "Timeout");
      case DROP_ANSWER -> send(exchange).onComplete(_ -> exchange.drop());
      case ANSWER_504 -> send(exchange).onComplete(_ -> exchange.reject(504, "Timeout"));
      case KILL_AFTER -> send(exchange).onComplete(_ -> kill(fault));
      case KILL_BEFORE -> kill(fault);
      case DELAY -> vertx.setTimer(DELAY_MILLIS, _ -> pass(exchange));
      case OUTAGE -> {
        outage = true;
        connections.forEach(HttpConnection::close);
        vertx.setTimer(OUTAGE_MILLIS, _ -> outage = false);
      }
      case null, default -> pass(exchange);
    }
  }

  private Future<Answer> send(Exchange exchange) {
    var isLease = exchange.call().filter(call -> call.resource().equals("leases")).isPresent();
    var answered = isLease ? withOtherClock(exchange) : exchange.send(server);
    return answered.onSuccess(
        answer -> exchange.write().filter(_ -> answer.code() < 300).ifPresent(script::writes));
  }

  private Future<Answer> withOtherClock(Exchange exchange) {
    return exchange
        .with(moved(exchange.body(), ahead))
        .send(server)
        .map(
            answer ->
                new Answer(answer.code(), answer.headers(), moved(answer.body(), ahead.negated())));
  }

  private static Buffer moved(Buffer lease, Duration by) {
    return by.isZero()
        ? lease
        : Buffer.buffer(
            MICRO_TIME
                .matcher(lease.toString())
                .replaceAll(moment -> MICROS.format(Instant.parse(moment.group()).plus(by))));
  }

  private void pass(Exchange exchange) {
    if (shut) {
      exchange.drop();
      return;
    }
    send(exchange).onSuccess(exchange::answer).onFailure(_ -> exchange.drop());
  }

  private void watch(HttpServerRequest request) {
    request.pause();
    server
        .watch(request.uri(), request.headers())
        .onFailure(refused -> refuse(request, refused))
        .onSuccess(
            upstream ->
                request
                    .toWebSocket()
                    .onFailure(_ -> upstream.close())
                    .onSuccess(
                        down -> new WatchPipe(vertx, script, upstream, down, past, this::kill)));
  }

  private static void refuse(HttpServerRequest request, Throwable refused) {
    if (refused instanceof UpgradeRejectedException answered) {
      var body = answered.getBody() == null ? Buffer.buffer() : answered.getBody();
      request.resume();
      request.response().setStatusCode(answered.getStatus()).end(body);
    } else {
      request.connection().close();
    }
  }

  private void kill(Fault fault) {
    if (!shut) {
      close();
      killed.accept(fault);
    }
  }

  /** Whoever is behind it gets no answer any more; its port stays taken until the JVM's end. */
  @Override
  public void close() {
    shut = true;
    connections.forEach(HttpConnection::close);
  }

  /** A request that has arrived as a whole. */
  private record Exchange(HttpServerRequest request, Optional<Call> call, String uri, Buffer body) {

    /** What it writes, if it does. */
    Optional<String> write() {
      return call.filter(c -> !c.isRead()).flatMap(Call::what);
    }

    Future<Answer> send(ApiServer server) {
      return server.send(request.method(), uri, request.headers(), body);
    }

    Exchange with(Buffer other) {
      return new Exchange(request, call, uri, other);
    }

    void answer(Answer answer) {
      var response = request.response().setStatusCode(answer.code());
      response.putHeader(HttpHeaders.CONTENT_TYPE, answer.headers().get(HttpHeaders.CONTENT_TYPE));
      response.end(answer.body());
    }

    void reject(int code, String reason) {
      request
          .response()
          .setStatusCode(code)
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .end(Revisions.status(code, reason));
    }

    void drop() {
      request.connection().close();
    }
  }
}
