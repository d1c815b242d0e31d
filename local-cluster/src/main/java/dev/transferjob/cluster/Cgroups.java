package dev.transferjob.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The cgroups below which a node's pods live: one folder on version 2, one for each controller on
 * version 1.
 */
final class Cgroups {
  private static final Path MOUNT = Path.of("/sys/fs/cgroup");

  // What the kubelet sets limits by.
  private static final Set<String> WANTED =
      Set.of("cpuset", "cpu", "io", "memory", "hugetlb", "pids");

  private final String name;

  private Cgroups(String name) {
    this.name = name;
  }

  static Cgroups of(String cluster) {
    return new Cgroups("transferjob-" + cluster);
  }

  /** As the kubelet wants it. */
  String root() {
    return "/" + name;
  }

  private static boolean isVersion2() {
    return Files.exists(MOUNT.resolve("cgroup.controllers"));
  }

  void create() {
    try {
      if (isVersion2()) {
        enableControllers(MOUNT);
      }
      for (var folder : folders()) {
        Files.createDirectories(folder);
        copyCpus(folder);
        weigh(folder);
      }
      if (isVersion2()) {
        enableControllers(MOUNT.resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the cgroup " + name + "; run as root.", e);
    }
  }

  private static void enableControllers(Path cgroup) throws IOException {
    var available = Files.readString(cgroup.resolve("cgroup.controllers")).strip().split(" ", -1);
    for (var controller : available) {
      if (WANTED.contains(controller)) {
        Files.writeString(cgroup.resolve("cgroup.subtree_control"), "+" + controller);
      }
    }
  }

  /** Version 1 starts a cpuset empty, and an empty one takes no process. */
  private static void copyCpus(Path folder) throws IOException {
    for (var file : List.of("cpuset.cpus", "cpuset.mems")) {
      if (!isVersion2() && Files.exists(folder.resolve(file))) {
        Files.writeString(folder.resolve(file), Files.readString(folder.getParent().resolve(file)));
      }
    }
  }

  /**
   * Against other processes the pods weigh as much together as all those of a node do, whose
   * kubelet works at the root: 1024 for each core, on version 2 on its scale of 1 to 10,000
   * (KEP-2254).
   */
  private static void weigh(Path folder) throws IOException {
    long shares = 1024L * Runtime.getRuntime().availableProcessors();
    var version1 = folder.resolve("cpu.shares");
    var version2 = folder.resolve("cpu.weight");
    if (Files.exists(version1)) {
      Files.writeString(version1, Long.toString(shares));
    } else if (Files.exists(version2)) {
      Files.writeString(version2, Long.toString(1 + (shares - 2) * 9999 / 262_142));
    }
  }

  /** Removes them all; false while a process is left in one. */
  boolean tryRemove() {
    try {
      for (var folder : folders()) {
        removeBelow(folder);
      }
      return true;
    } catch (FileSystemException e) {
      // The kernel says "busy" for a cgroup that holds a process.
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void removeBelow(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> children;
    try (var paths = Files.walk(folder)) {
      children = paths.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
    }
    for (var child : children) {
      try {
        Files.delete(child);
      } catch (NoSuchFileException e) {
        // The kernel or the container runtime was faster.
      }
    }
  }

  private List<Path> folders() throws IOException {
    if (!Files.isDirectory(MOUNT)) {
      return List.of();
    }
    if (isVersion2()) {
      return List.of(MOUNT.resolve(name));
    }
    try (var controllers = Files.list(MOUNT)) {
      return controllers.flatMap(this::onVersion1).toList();
    }
  }

  private Stream<Path> onVersion1(Path controller) {
    // Links such as cpu,cpuacct lead to a controller that is listed under its own name too.
    var usable = Files.isDirectory(controller) && !Files.isSymbolicLink(controller);
    return usable ? Stream.of(controller.resolve(name)) : Stream.empty();
  }
}
