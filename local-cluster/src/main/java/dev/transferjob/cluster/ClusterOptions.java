package dev.transferjob.cluster;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what kind of cluster is started. */
final class ClusterOptions {
  @Mixin private ClusterName cluster;

  @Option(names = "--node", description = "With a node, that runs pods (as root).")
  private boolean node;

  @Option(
      names = "--gpus",
      defaultValue = "0",
      description = "How many GPUs the node says it has; none of them is real.")
  private int gpus;

  Options options() {
    return new Options(cluster.name, node, gpus, node);
  }

  List<String> arguments() {
    var arguments =
        new ArrayList<>(List.of("--name", cluster.name, "--gpus", Integer.toString(gpus)));
    if (node) {
      arguments.add("--node");
    }
    return List.copyOf(arguments);
  }
}
