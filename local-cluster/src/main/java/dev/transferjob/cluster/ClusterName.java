package dev.transferjob.cluster;

import picocli.CommandLine.Option;

/** The option that says which cluster of this machine is meant. */
final class ClusterName {
  @Option(
      names = "--name",
      defaultValue = "default",
      description = "Name of the cluster (default: ${DEFAULT-VALUE}).")
  String name;
}
