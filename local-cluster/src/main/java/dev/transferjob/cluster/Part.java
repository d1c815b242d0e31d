package dev.transferjob.cluster;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One long-running process of a cluster: its output goes to a file, and it is restarted when it
 * ends.
 */
final class Part implements Running {
  private static final System.Logger LOG = System.getLogger("dev.transferjob.cluster");

  private final String name;
  private final List<String> command;
  private final ClusterFolder folder;
  private Process process;
  private boolean closed;

  private Part(String name, List<String> command, ClusterFolder folder) {
    this.name = name;
    this.command = List.copyOf(command);
    this.folder = folder;
  }

  static Part start(String name, List<String> command, ClusterFolder folder) {
    var part = new Part(name, command, folder);
    part.start();
    return part;
  }

  private synchronized void start() {
    if (closed) {
      return;
    }
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log(name).toFile()));
    // The other end of its standard input closes when this supervisor dies, in whatever way.
    builder.environment().put("EXIT_WHEN_STDIN_CLOSES", "true");
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + name, e);
    }
    ProcessIdentity.of(process.pid()).ifPresent(it -> folder.processes().record(name, it));
    var _ = process.onExit().thenAccept(this::ended);
  }

  private synchronized void ended(Process ended) {
    if (closed) {
      return;
    }
    LOG.log(
        WARNING,
        "{0} ended with {1}; starting it again. See {2}",
        name,
        ended.exitValue(),
        folder.log(name));
    var soon = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);
    var _ = CompletableFuture.runAsync(this::start, soon);
  }

  /** The state is thrown away with the cluster, so no part is given time to save any. */
  @Override
  public void close() {
    Process last;
    synchronized (this) {
      closed = true;
      last = process;
    }
    last.destroyForcibly();
    last.onExit().join();
  }
}
