package dev.transferjob.operator.faults;

import dev.transferjob.operator.transferjob.RunningOperator;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.vertx.core.Vertx;
import java.util.OptionalLong;

/**
 * The operator of one namespace, killed and started again as the script wants it. A killed one
 * keeps nothing that the next could find, and nothing that it still sends arrives.
 */
final class Incarnations implements AutoCloseable {
  private static final long RESTART_MILLIS = 300;

  private final Vertx vertx;
  private final ApiServer server;
  private final Config access;
  private final String namespace;
  private final Script script;
  private Gate gate;
  private RunningOperator operator;
  private boolean closed;
  private int kills;

  Incarnations(Vertx vertx, ApiServer server, Config access, String namespace, Script script) {
    this.vertx = vertx;
    this.server = server;
    this.access = access;
    this.namespace = namespace;
    this.script = script;
  }

  synchronized void start(OptionalLong past) {
    if (closed) {
      return;
    }
    gate = new Gate(vertx, server, script, past, this::killed);
    var config = new ConfigBuilder(access).withMasterUrl(gate.address()).build();
    operator = RunningOperator.ofNamespace(config, namespace);
  }

  synchronized int kills() {
    return kills;
  }

  /** Told on an event loop, which must not wait. */
  private void killed(Fault fault) {
    var past =
        fault == Fault.REWIND || fault == Fault.REWIND_FAR
            ? OptionalLong.of(script.past(fault))
            : OptionalLong.empty();
    Thread.ofPlatform().name("restart-" + namespace).start(() -> restart(past));
  }

  private void restart(OptionalLong past) {
    var dead = take();
    Thread.ofPlatform().name("burial-" + namespace).start(dead::close);
    try {
      Thread.sleep(RESTART_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    start(past);
  }

  private synchronized RunningOperator take() {
    kills++;
    return operator;
  }

  @Override
  public synchronized void close() {
    closed = true;
    gate.close();
    operator.close();
  }
}
