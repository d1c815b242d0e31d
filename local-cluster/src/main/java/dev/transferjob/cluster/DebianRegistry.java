package dev.transferjob.cluster;

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
 * Debian's {@code docker-registry}, a real registry, on a free loopback port of this machine, to
 * test pushing and pulling with.
 */
public final class DebianRegistry implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path folder;
  private final int port;
  private final List<Process> processes = new ArrayList<>();

  private DebianRegistry(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  public static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  /** Starts it; images, its configuration and its logs lie in {@code folder}. */
  public static DebianRegistry start(Path folder) throws IOException {
    var registry = new DebianRegistry(folder, freePort());
    Files.writeString(
        registry.config(),
        """
        version: 0.1
        log: {level: error}
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "127.0.0.1:%d"}
        """
            .formatted(folder.resolve("storage"), registry.port));
    registry.run("registry.log", List.of());
    try {
      Waiting.until(
          PATIENCE, registry::isOpen, () -> "docker-registry does not listen; see " + folder);
    } catch (RuntimeException e) {
      registry.close();
      throw e;
    }
    return registry;
  }

  /**
   * Serves the same images under the same name on a cluster's node too: it has a loopback interface
   * of its own.
   */
  public void serveOnNodeOf(Cluster cluster) throws IOException {
    var node = cluster.folder().processes().alive(ProcessRecords.NODE).orElseThrow();
    run("registry-on-node.log", List.of("nsenter", "--net", "--target=" + node.pid(), "--"));
  }

  /** Host and port. */
  public String address() {
    return "localhost:" + port;
  }

  @Override
  public void close() {
    processes.forEach(process -> process.destroyForcibly().onExit().join());
  }

  private Path config() {
    return folder.resolve("registry.yml");
  }

  private void run(String log, List<String> launcher) throws IOException {
    var command = new ArrayList<>(launcher);
    command.addAll(List.of(PROGRAM.toString(), "serve", config().toString()));
    processes.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(log).toFile())
            .start());
  }

  private boolean isOpen() {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
