package dev.transferjob.images;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Debian's {@code docker-registry}, a real registry, on a free port of this machine. */
final class DebianRegistry implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
  private static final int TRIES = 200;

  private final Process process;
  private final int port;

  private DebianRegistry(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  static DebianRegistry start(Path folder) throws IOException, InterruptedException {
    int port = freePort();
    Path config = folder.resolve("registry.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        log: {level: error}
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "127.0.0.1:%d"}
        """
            .formatted(folder.resolve("storage"), port));
    var builder = new ProcessBuilder(PROGRAM.toString(), "serve", config.toString());
    var registry =
        new DebianRegistry(
            builder
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start(),
            port);
    registry.awaitOpen();
    return registry;
  }

  String address() {
    return "localhost:" + port;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
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
