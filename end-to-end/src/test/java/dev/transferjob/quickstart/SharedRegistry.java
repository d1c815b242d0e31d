package dev.transferjob.quickstart;

import dev.transferjob.cluster.LocalCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Debian's {@code docker-registry} under one name here and on a cluster's node. A node has a
 * loopback interface of its own, so two processes serve one folder.
 */
final class SharedRegistry implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
  private static final int TRIES = 200;

  private final List<Process> processes = new ArrayList<>();
  private final int port;

  private SharedRegistry(int port) {
    this.port = port;
  }

  static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  static SharedRegistry start(LocalCluster cluster, Path folder)
      throws IOException, InterruptedException {
    Path config = folder.resolve("registry.yml");
    var registry = new SharedRegistry(freePort());
    Files.writeString(
        config,
        """
        version: 0.1
        log: {level: error}
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "127.0.0.1:%d"}
        """
            .formatted(folder.resolve("storage"), registry.port));
    List<String> serve = List.of(PROGRAM.toString(), "serve", config.toString());
    List<String> onNode = new ArrayList<>(List.of("nsenter", "--net", "--target", node(cluster)));
    onNode.addAll(serve);
    registry.run(serve, folder.resolve("registry.log"));
    registry.run(onNode, folder.resolve("registry-on-node.log"));
    registry.awaitOpen();
    return registry;
  }

  /** A process of the cluster that lives in its node's network. */
  private static String node(LocalCluster cluster) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("/containerd"))
        .filter(process -> commandLine(process).contains("/" + cluster.name() + "/"))
        .map(process -> Long.toString(process.pid()))
        .findFirst()
        .orElseThrow();
  }

  private static String commandLine(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }

  private void run(List<String> command, Path log) throws IOException {
    processes.add(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start());
  }

  String address() {
    return "localhost:" + port;
  }

  @Override
  public void close() {
    processes.forEach(process -> process.destroyForcibly().onExit().join());
  }

  private void awaitOpen() throws InterruptedException {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        Thread.sleep(Duration.ofMillis(50));
      }
    }
    close();
    throw new IllegalStateException("docker-registry does not listen on port " + port);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
