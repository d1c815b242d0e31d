package dev.transferjob.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The images of a node. */
final class Images {
  private Images() {}

  static void load(ClusterFolder folder, Path tar) {
    if (!Files.isRegularFile(tar)) {
      throw new IllegalArgumentException("There is no image file " + tar.toAbsolutePath() + ".");
    }
    var path = tar.toAbsolutePath().toString();
    NodeNamespace.runIn(
        folder,
        List.of("ctr", "--connect-timeout=60s", "--namespace=k8s.io", "images", "import", path));
  }
}
