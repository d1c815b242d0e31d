package dev.transferjob.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Everything that a cluster has on disk. Only its owner can read it: it holds keys. */
record ClusterFolder(Path path) {

  static ClusterFolder create(Path clusters, String name) {
    try {
      var path = clusters.resolve(name);
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      var folder = new ClusterFolder(path);
      Files.createDirectories(folder.logs());
      Files.createDirectories(folder.pki());
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the cluster's folder below " + clusters, e);
    }
  }

  String name() {
    return path.getFileName().toString();
  }

  Path logs() {
    return path.resolve("logs");
  }

  Path log(String part) {
    return logs().resolve(part + ".log");
  }

  Path pki() {
    return path.resolve("pki");
  }

  Path kubeconfig(User user) {
    return path.resolve(user.fileName());
  }

  /** There once the cluster is ready. */
  Path ready() {
    return path.resolve("ready");
  }

  /** A file that is there once the cluster has this. */
  Path addon(Addon addon) {
    return path.resolve("with-" + addon.name().toLowerCase(Locale.ROOT));
  }

  Set<Addon> addons() {
    return Arrays.stream(Addon.values())
        .filter(addon -> Files.exists(addon(addon)))
        .collect(Collectors.toUnmodifiableSet());
  }

  ProcessRecords processes() {
    return new ProcessRecords(path.resolve("processes"));
  }
}
