package dev.transferjob.bench;

import dev.transferjob.cluster.LocalCluster;
import dev.transferjob.cluster.Options;
import dev.transferjob.images.BuildCache;
import dev.transferjob.images.ImageSet;
import dev.transferjob.images.Steps;
import dev.transferjob.images.Workspace;
import dev.transferjob.quickstart.Installation;

/** A cluster of this machine, with a node, the project's images and the operator. */
public final class BenchCluster {
  /** The operator's own namespace. */
  static final String NAMESPACE = "transferjob-system";

  private BenchCluster() {}

  /** The caller closes it. */
  public static LocalCluster start() throws Exception {
    var cluster = LocalCluster.start(Options.withNode().gpus(2));
    try {
      install(cluster);
      return cluster;
    } catch (Exception e) {
      cluster.close();
      throw e;
    }
  }

  private static void install(LocalCluster cluster) throws Exception {
    var workspace = Workspace.find();
    var images = new ImageSet(BuildCache.ofUser(), workspace, Steps.onConsole()).build();
    images.forEach(image -> cluster.importImage(image.file()));
    Installation.of(cluster.kubeconfig(), workspace)
        .install(images.stream().map(ImageSet.Tar::name).toList());
  }
}
