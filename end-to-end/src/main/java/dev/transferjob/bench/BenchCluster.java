package dev.transferjob.bench;

import dev.transferjob.cluster.LocalCluster;
import dev.transferjob.cluster.Options;
import dev.transferjob.images.BuildCache;
import dev.transferjob.images.ImageSet;
import dev.transferjob.images.Steps;
import dev.transferjob.images.Workspace;
import dev.transferjob.quickstart.Installation;
import java.util.List;

/** A cluster of this machine, with a node, the project's images and the operator. */
public final class BenchCluster {
  /** The operator's own namespace. */
  static final String NAMESPACE = "transferjob-system";

  private BenchCluster() {}

  /** The caller closes it. */
  public static LocalCluster start() throws Exception {
    return start(Options.withNode().gpus(2));
  }

  /** The caller closes it. */
  public static LocalCluster start(Options options) throws Exception {
    var cluster = LocalCluster.start(options);
    try {
      install(cluster);
      return cluster;
    } catch (Exception e) {
      cluster.close();
      throw e;
    }
  }

  private static void install(LocalCluster cluster) throws Exception {
    var images = images();
    images.forEach(image -> cluster.importImage(image.file()));
    Installation.of(cluster.kubeconfig(), Workspace.find()).install(names(images));
  }

  /** The full names of the operator's image and of the trainer's. */
  public static List<String> imageNames() throws Exception {
    return names(images());
  }

  private static List<ImageSet.Tar> images() throws Exception {
    return new ImageSet(BuildCache.ofUser(), Workspace.find(), Steps.onConsole()).build();
  }

  private static List<String> names(List<ImageSet.Tar> images) {
    return images.stream().map(ImageSet.Tar::name).toList();
  }
}
