package dev.transferjob.cluster;

import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * What kind of cluster to start.
 *
 * @param name names the cluster on this machine: lower-case letters, digits and dashes
 * @param node whether pods can run; needs Linux and root
 * @param gpus how many {@code nvidia.com/gpu} the node says it has; none of them is real
 * @param scheduler whether pods are bound to nodes; a node needs one
 * @param addons what it has beside Kubernetes
 */
public record Options(String name, boolean node, int gpus, boolean scheduler, Set<Addon> addons) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?");

  public Options {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Cluster name \"%s\": use up to 30 lower-case letters, digits and dashes."
              .formatted(name));
    }
    if (gpus < 0 || (gpus > 0 && !node)) {
      throw new IllegalArgumentException(
          "GPUs: give 0 or more, and only to a cluster with a node.");
    }
    scheduler = scheduler || node;
    addons = Set.copyOf(addons);
  }

  /** API server, etcd and controllers; pods are made but never run. */
  public static Options controlPlane() {
    return new Options(randomName(), false, 0, false, Set.of());
  }

  /** A control plane and a node that runs pods. */
  public static Options withNode() {
    return new Options(randomName(), true, 0, true, Set.of());
  }

  public Options named(String newName) {
    return new Options(newName, node, gpus, scheduler, addons);
  }

  public Options gpus(int count) {
    return new Options(name, node, count, scheduler, addons);
  }

  public Options withScheduler() {
    return new Options(name, node, gpus, true, addons);
  }

  public Options with(Addon... wanted) {
    return new Options(name, node, gpus, scheduler, Set.of(wanted));
  }

  private static String randomName() {
    return "c" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  }
}
