package dev.transferjob.cluster;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The background process behind {@code up}: it holds a cluster until it is told to end. */
@Command(name = SuperviseCommand.NAME, hidden = true)
final class SuperviseCommand implements Callable<Integer> {
  static final String NAME = "supervise-cluster";

  @Mixin private ClusterOptions cluster;

  @Override
  public Integer call() throws InterruptedException {
    try (var running = LocalCluster.start(cluster.options())) {
      // SIGTERM ends the JVM, and its shutdown hook the cluster.
      new CountDownLatch(1).await();
      throw new IllegalStateException(running.name() + " was let go");
    }
  }
}
