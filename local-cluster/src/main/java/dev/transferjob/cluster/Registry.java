package dev.transferjob.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The clusters of this machine: which names are taken, and which supervisors have died. */
final class Registry {
  private final Path clusters;

  Registry(Path clusters) {
    this.clusters = clusters;
  }

  static Registry ofThisUser() {
    return new Registry(Folders.ofThisUser().clusters());
  }

  /** Takes a name for this process, after removing what dead supervisors have left. */
  ClusterFolder take(String name) {
    try (var _ = mutex()) {
      removeLeftovers();
      if (Files.exists(clusters.resolve(name))) {
        throw new IllegalStateException(
            "A cluster \"%s\" runs already; choose another name or take it down first."
                .formatted(name));
      }
      var folder = ClusterFolder.create(clusters, name);
      folder.processes().record(ProcessRecords.SUPERVISOR, ProcessIdentity.ofThisProcess());
      return folder;
    }
  }

  List<ClusterFolder> all() {
    if (!Files.isDirectory(clusters)) {
      return List.of();
    }
    try (var names = Files.list(clusters)) {
      return names.filter(Files::isDirectory).sorted().map(ClusterFolder::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes every cluster that has no supervisor any more. */
  void sweep() {
    try (var _ = mutex()) {
      removeLeftovers();
    }
  }

  private void removeLeftovers() {
    for (var folder : all()) {
      if (folder.processes().alive(ProcessRecords.SUPERVISOR).isEmpty()) {
        new Leftovers(folder).remove();
      }
    }
  }

  private FileMutex mutex() {
    return FileMutex.hold(clusters.resolve("lock"));
  }
}
