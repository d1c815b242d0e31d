package dev.transferjob.cluster;

import java.nio.file.Path;

/** The programs that a cluster runs. Without a node only {@code kubernetes} is there. */
record Programs(Path kubernetes, Path pause, Path coreDns) {

  static Programs build(boolean node) {
    return new Programs(
        GoProgram.KUBERNETES.binary(),
        node ? GoProgram.PAUSE.binary() : null,
        node ? GoProgram.COREDNS.binary() : null);
  }
}
