package dev.transferjob.quickstart;

import dev.transferjob.cluster.Cluster;
import dev.transferjob.cluster.GoProgram;
import dev.transferjob.images.ImageSet;
import dev.transferjob.images.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A one-node cluster that starts on this machine. Claims are folders of this machine. */
final class LocalSite implements Site {
  static final String CLUSTER = "default";

  private final ImageSet images;
  private final Folders folders;
  private final Steps steps;
  private List<ImageSet.Tar> tars = List.of();
  private Thread downOnExit;

  LocalSite(ImageSet images, Folders folders, Steps steps) {
    this.images = images;
    this.folders = folders;
    this.steps = steps;
  }

  @Override
  public Path prepare() throws Exception {
    tars = images.build();
    for (GoProgram program : GoProgram.OF_A_NODE) {
      steps.build(program);
    }
    downOnExit = new Thread(LocalSite::down, "cluster-down");
    Runtime.getRuntime().addShutdownHook(downOnExit);
    steps.run("Kubernetes with one node", () -> runClusterProgram("up", "--node", "--gpus", "1"));
    Cluster cluster = Cluster.named(CLUSTER);
    for (ImageSet.Tar tar : tars) {
      String name = tar.name().replaceFirst(".*/", "");
      steps.run("Import " + name, () -> importImage(cluster, tar));
    }
    return cluster.kubeconfig();
  }

  @Override
  public List<String> imageNames() {
    return tars.stream().map(ImageSet.Tar::name).toList();
  }

  @Override
  public void provideClaims() throws IOException {
    Files.createDirectories(folders.models());
    Cluster cluster = Cluster.named(CLUSTER);
    try (var client = cluster.client()) {
      provide(cluster, client, "samples", folders.samples(), "ReadOnlyMany");
      provide(cluster, client, "models", folders.models(), "ReadWriteOnce");
    }
  }

  @Override
  public String newFolder(String name) {
    String free = name;
    for (int number = 2; Files.exists(folders.models().resolve(free)); number++) {
      free = name + "-" + number;
    }
    return free;
  }

  @Override
  public Path model(String path) {
    return folders.models().resolve(path);
  }

  @Override
  public List<String> nextCommands() {
    return List.of(
        "./dev kubectl get tj -o wide",
        "./dev kubectl describe tj glyphs",
        "./dev kubectl apply -f my-job.yaml      (a job on your own data: docs/user-guide.md)",
        "./dev down                              (ends the cluster and removes what it made)");
  }

  /** From here on the cluster stays when this program ends. */
  void keep() {
    Runtime.getRuntime().removeShutdownHook(downOnExit);
  }

  static void down() {
    try {
      runClusterProgram("down");
    } catch (IOException e) {
      throw new IllegalStateException("The cluster is still up; run ./dev down", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void provide(
      Cluster cluster,
      io.fabric8.kubernetes.client.KubernetesClient client,
      String claim,
      Path folder,
      String accessMode) {
    String namespace = Quickstart.NAMESPACE;
    if (client.persistentVolumeClaims().inNamespace(namespace).withName(claim).get() == null) {
      cluster.claim(namespace, claim, folder, accessMode);
    }
  }

  private static Void importImage(Cluster cluster, ImageSet.Tar tar) {
    cluster.importImage(tar.file());
    return null;
  }

  /** In a process of its own: the cluster outlives this program. */
  private static Void runClusterProgram(String... arguments)
      throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(dev.transferjob.cluster.Main.class.getName());
    command.addAll(List.of(arguments));
    int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exitCode != 0) {
      throw new IOException("cluster " + arguments[0] + " ended with exit code " + exitCode);
    }
    return null;
  }
}
