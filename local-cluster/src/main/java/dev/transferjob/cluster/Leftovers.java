package dev.transferjob.cluster;

import java.time.Duration;
import java.util.TreeMap;

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
    var processes = new TreeMap<>(folder.processes().read());
    processes.remove(ProcessRecords.SUPERVISOR);
    processes.values().forEach(ProcessIdentity::kill);
    Waiting.until(
        PATIENCE,
        () -> processes.values().stream().noneMatch(ProcessIdentity::isAlive),
        () -> "A process of cluster %s does not end: %s".formatted(folder.name(), processes));
    var cgroups = Cgroups.of(folder.name());
    Waiting.until(
        PATIENCE,
        cgroups::tryRemove,
        () -> "A process is left in a cgroup " + cgroups.root() + " below /sys/fs/cgroup.");
    FileTree.delete(folder.path());
  }
}
