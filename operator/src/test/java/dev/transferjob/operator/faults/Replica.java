package dev.transferjob.operator.faults;

import dev.transferjob.operator.transferjob.PackagedOperator;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** One of several processes of the operator as it is shipped, behind a gate of its own. */
final class Replica implements AutoCloseable {
  private final Script script = new Script(List.of());
  private final Gate gate;
  private final PackagedOperator operator;

  Replica(Vertx vertx, ApiServer server, Config access, Path folder) throws IOException {
    gate = new Gate(vertx, server, script, OptionalLong.empty(), _ -> {});
    var config = new ConfigBuilder(access).withMasterUrl(gate.address()).build();
    operator = new PackagedOperator(Files.createDirectories(folder), config);
    operator.awaitReady();
  }

  void kill() {
    operator.handle().destroyForcibly();
  }

  void freezeLeases() {
    gate.freezeLeases();
  }

  /** As if its clock, from now on, were that much ahead of all others. */
  void stepClock(Duration step) {
    gate.stepClock(step);
  }

  void signal(String name) throws IOException, InterruptedException {
    var pid = Long.toString(operator.handle().pid());
    new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor();
  }

  /** The exit code; -1 if it does not end. */
  int awaitEnd() throws InterruptedException {
    return operator.awaitEnd();
  }

  /**
   * What it changed, other than its claim to lead, and Events: a late one tells, under a name of
   * its own, what its writer did while it led.
   */
  List<Script.Write> writes() {
    return script.writes().stream()
        .filter(write -> !write.what().endsWith("leases") && !write.what().endsWith("events"))
        .toList();
  }

  /** Whether it has taken or renewed the lead. */
  boolean leads() {
    return script.writes().stream().anyMatch(write -> write.what().endsWith("leases"));
  }

  @Override
  public void close() {
    operator.close();
    gate.close();
  }
}
