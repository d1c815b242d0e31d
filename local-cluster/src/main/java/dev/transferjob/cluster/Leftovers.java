package dev.transferjob.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What a cluster leaves behind: its recorded processes, its cgroups and its folder. Mounts, network
 * interfaces and nftables rules live in namespaces that end with the processes.
 */
final class Leftovers {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ClusterFolder folder;

  Leftovers(ClusterFolder folder) {
    this.folder = folder;
  }

  void remove() {
    var processes = folder.processes().read();
    processes.entrySet().stream()
        .filter(process -> !process.getKey().equals(ProcessRecords.SUPERVISOR))
        .map(Map.Entry::getValue)
        .forEach(ProcessIdentity::kill);
    waitUntil(
        () ->
            processes.entrySet().stream()
                .filter(process -> !process.getKey().equals(ProcessRecords.SUPERVISOR))
                .noneMatch(process -> process.getValue().isAlive()),
        "the processes of cluster " + folder.name() + " to end");
    var cgroups = Cgroups.of(folder.name());
    waitUntil(cgroups::tryRemove, "the cgroups of cluster " + folder.name() + " to become empty");
    FileTree.delete(folder.path());
  }

  private static void waitUntil(BooleanSupplier condition, String what) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("Waited " + PATIENCE.toSeconds() + " s for " + what + ".");
      }
      try {
        Thread.sleep(Duration.ofMillis(20));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while waiting for " + what, e);
      }
    }
  }
}
