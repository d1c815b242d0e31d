package dev.transferjob.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A running cluster of this machine, to be used. */
public class Cluster {
  private final ClusterFolder folder;

  Cluster(ClusterFolder folder) {
    this.folder = folder;
  }

  /** The cluster that another process of this machine has started under this name. */
  public static Cluster named(String name) {
    return Registry.ofThisUser().all().stream()
        .filter(folder -> folder.name().equals(name) && Files.exists(folder.ready()))
        .findFirst()
        .map(Cluster::new)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No cluster \"%s\" is up; start it with: up --name %s".formatted(name, name)));
  }

  public String name() {
    return folder.name();
  }

  ClusterFolder folder() {
    return folder;
  }

  /** The file that gives its reader all rights in the cluster. */
  public Path kubeconfig() {
    return folder.kubeconfig(User.ADMIN);
  }

  /** A new client with all rights in the cluster; the caller closes it. */
  public KubernetesClient client() {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(kubeconfig().toFile()))
        .build();
  }

  /** One file for each process of the cluster. */
  public Path logs() {
    return folder.logs();
  }

  /** The last lines that a process of the cluster wrote, such as {@code kubelet}. */
  public String log(String process, int lines) {
    var file = folder.log(process);
    if (!Files.exists(file)) {
      return "(" + process + " has written nothing)";
    }
    try {
      var all = Files.readAllLines(file);
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A process of the cluster by its name, such as {@code kubelet}, for whoever wants to see the
   * others without it. When it ends it is started again.
   */
  public ProcessHandle process(String name) {
    var started =
        folder
            .processes()
            .alive(name)
            .flatMap(it -> ProcessHandle.of(it.pid()))
            .orElseThrow(() -> new IllegalStateException("Cluster " + name() + " has no " + name));
    // A node's processes are children of the program that enters its namespaces.
    return started.children().findFirst().orElse(started);
  }

  /**
   * Gives the node the images of a tar file, a Docker archive or an OCI one, gzipped or not. Pods
   * use them with {@code imagePullPolicy: IfNotPresent} and their full name.
   */
  public void importImage(Path tar) {
    Images.load(folder, tar);
  }

  /** Makes the node say that it has this many {@code nvidia.com/gpu}; none of them is real. */
  public void gpus(int count) {
    try (var client = client()) {
      new Gpus(client).set(count);
    }
  }

  /**
   * Serves a folder of this machine as a claim, without copying it. The folder's files get the
   * group of the pod's {@code fsGroup}, unless the pod mounts the claim read-only.
   *
   * @param accessMode such as {@code ReadWriteOnce} or {@code ReadOnlyMany}
   */
  public void claim(String namespace, String claimName, Path hostFolder, String accessMode) {
    try (var client = client()) {
      new Claims(client).serve(namespace, claimName, hostFolder, accessMode);
    }
  }
}
