package dev.transferjob.cluster;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends clusters and removes all that they made, also what dead supervisors have left. */
@Command(name = "down", description = "Ends a cluster, and removes all that it made.")
final class DownCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @Mixin private ClusterName cluster;

  @Option(names = "--all", description = "Every cluster that \"up\" started.")
  private boolean all;

  @Override
  public Integer call() {
    var registry = Registry.ofThisUser();
    for (var folder : chosen(registry)) {
      end(folder);
    }
    registry.sweep();
    return ExitCode.OK;
  }

  private List<ClusterFolder> chosen(Registry registry) {
    return registry.all().stream()
        .filter(it -> all ? ClusterStatus.of(it).detached() : it.name().equals(cluster.name))
        .toList();
  }

  private static void end(ClusterFolder folder) {
    var supervisor = folder.processes().alive(ProcessRecords.SUPERVISOR);
    if (supervisor.isEmpty()) {
      return;
    }
    supervisor.get().terminate();
    var end = System.nanoTime() + PATIENCE.toNanos();
    Waiting.until(
        PATIENCE.multipliedBy(2),
        () -> {
          // One that hangs is ended by force; the sweep that follows removes what it held.
          if (System.nanoTime() > end) {
            supervisor.get().kill();
          }
          return !supervisor.get().isAlive();
        },
        () -> "The supervisor of " + folder.name() + " does not end: " + supervisor.get().pid());
    if (!Files.exists(folder.path())) {
      System.out.println("Cluster " + folder.name() + " is down.");
    }
  }
}
