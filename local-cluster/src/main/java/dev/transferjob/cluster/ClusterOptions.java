package dev.transferjob.cluster;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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

  @Option(
      names = "--with",
      split = ",",
      paramLabel = "kueue",
      description = "What it has beside Kubernetes: ${COMPLETION-CANDIDATES}.")
  private Set<Addon> addons = EnumSet.noneOf(Addon.class);

  Options options() {
    return new Options(cluster.name, node, gpus, node, addons);
  }

  List<String> arguments() {
    var arguments =
        new ArrayList<>(List.of("--name", cluster.name, "--gpus", Integer.toString(gpus)));
    if (node) {
      arguments.add("--node");
    }
    addons.forEach(addon -> arguments.addAll(List.of("--with", addon.name())));
    return List.copyOf(arguments);
  }
}
