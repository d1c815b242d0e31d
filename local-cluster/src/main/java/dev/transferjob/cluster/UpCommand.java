package dev.transferjob.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Starts a cluster that stays when the command has ended. */
@Command(name = "up", description = "Starts a cluster and returns when it is ready.")
final class UpCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(100);

  @Mixin private ClusterOptions cluster;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var options = cluster.options();
    var running = running(options);
    if (running.isEmpty()) {
      // Here and not in the background, so that their progress is seen.
      Programs.build(options);
      if (options.node()) {
        DebianPackages.forNode().require();
      }
      startInBackground(options);
    } else if (options.node() && !running.get().node()) {
      throw new IllegalStateException(
          "Cluster " + options.name() + " is up without a node; take it down first.");
    } else if (!running.get().addons().containsAll(options.addons())) {
      throw new IllegalStateException(
          "Cluster " + options.name() + " is up without some of --with; take it down first.");
    }
    System.out.println("Cluster " + options.name() + " is up.");
    System.out.println("export KUBECONFIG=" + Cluster.named(options.name()).kubeconfig());
    return ExitCode.OK;
  }

  private static Optional<ClusterStatus> running(Options options) {
    return Registry.ofThisUser().all().stream()
        .map(ClusterStatus::of)
        .filter(it -> it.name().equals(options.name()) && it.supervisor().isPresent() && it.ready())
        .findFirst();
  }

  private void startInBackground(Options options) throws IOException, InterruptedException {
    var clusters = Folders.ofThisUser().clusters();
    FileTree.create(clusters);
    var log = Files.createTempFile(clusters, "up-", ".log");
    try {
      var supervisor =
          new ProcessBuilder(supervise())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      var folder = new ClusterFolder(clusters.resolve(options.name()));
      while (!Files.exists(folder.ready())) {
        if (supervisor.waitFor(POLL)) {
          throw new IllegalStateException("The cluster did not start:\n" + Files.readString(log));
        }
      }
      Files.move(log, folder.log("supervisor"), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(log);
    }
  }

  /** In a session of its own, so that a Ctrl-C in this terminal does not reach it. */
  private List<String> supervise() {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        new ArrayList<>(
            List.of(
                "setsid",
                java,
                "-Xmx256m",
                // Netty's; it prints four lines of warnings otherwise.
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                SuperviseCommand.NAME));
    command.addAll(cluster.arguments());
    return command;
  }
}
