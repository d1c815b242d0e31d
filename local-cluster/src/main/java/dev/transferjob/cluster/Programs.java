package dev.transferjob.cluster;

import java.nio.file.Path;

/**
 * The programs that a cluster runs. Without a node only {@code kubernetes} is there, and Kueue
 * where it is wanted.
 */
record Programs(Path kubernetes, Path pause, Path coreDns, Path kueue) {

  static Programs build(Options options) {
    var kueue = options.addons().contains(Addon.KUEUE);
    if (kueue) {
      // Its chart is rendered or installed by Helm.
      GoProgram.HELM.binary();
    }
    return new Programs(
        GoProgram.KUBERNETES.binary(),
        options.node() ? GoProgram.PAUSE.binary() : null,
        options.node() ? GoProgram.COREDNS.binary() : null,
        kueue ? GoProgram.KUEUE.binary() : null);
  }
}
