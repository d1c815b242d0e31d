package dev.transferjob.cluster;

import static java.lang.System.Logger.Level.INFO;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Programs of the operating system that a node needs, and the Debian packages they come from. */
final class DebianPackages {
  private static final System.Logger LOG = System.getLogger("dev.transferjob.cluster");
  private static final Path SYSTEMD = Path.of("/run/systemd/system");

  private final Map<String, Path> programs;
  private final boolean root;

  DebianPackages(Map<String, Path> programs, boolean root) {
    this.programs = new TreeMap<>(programs);
    this.root = root;
  }

  static DebianPackages forNode() {
    return new DebianPackages(
        Map.of(
            "containerd", Path.of("/usr/bin/containerd"),
            "runc", Path.of("/usr/sbin/runc"),
            "containernetworking-plugins", Path.of("/usr/lib/cni/ptp"),
            "nftables", Path.of("/usr/sbin/nft"),
            "iproute2", Path.of("/bin/ip"),
            "util-linux", Path.of("/usr/bin/nsenter")),
        Folders.ofThisUser().isRoot());
  }

  List<String> missing() {
    return programs.entrySet().stream()
        .filter(it -> !Files.isExecutable(it.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Installs what is missing, or says how to. */
  void require() {
    if (!root) {
      throw new IllegalStateException("A cluster with a node needs root; run the command as root.");
    }
    var missing = missing();
    if (missing.isEmpty()) {
      return;
    }
    if (!Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
      throw new IllegalStateException(
          "A node needs these programs, which are missing: " + programs.values() + ".");
    }
    LOG.log(INFO, "Installing Debian packages: {0}", String.join(" ", missing));
    install(missing);
    if (missing.contains("containerd") && Files.exists(SYSTEMD)) {
      // The node starts a containerd of its own; the package's own service was not asked for.
      Command.run("systemctl", "disable", "--now", "containerd.service");
    }
  }

  private static void install(List<String> packages) {
    var install =
        new ArrayList<>(
            List.of(
                "env",
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "install",
                "--yes",
                "--no-install-recommends"));
    install.addAll(packages);
    try {
      Command.run("apt-get", "update");
      Command.run(install);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "Cannot install the node's packages. Run yourself: apt-get install "
              + String.join(" ", packages),
          e);
    }
  }
}
