package dev.transferjob.quickstart;

import dev.transferjob.images.ImageSet;
import dev.transferjob.images.Registry;
import dev.transferjob.images.Steps;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A cluster that is there already. Images go through a registry that it can pull from, claims come
 * from its default storage class, and files are carried by a pod. Nothing local is started.
 */
final class ExistingSite implements Site {
  private static final Quantity CLAIM_SIZE = new Quantity("1Gi");

  private final ImageSet images;
  private final Folders folders;
  private final Steps steps;
  private final Path kubeconfig;
  private final Registry registry;
  private List<String> names = List.of();
  private String courier;

  ExistingSite(ImageSet images, Folders folders, Steps steps, Path kubeconfig, Registry registry) {
    this.images = images;
    this.folders = folders;
    this.steps = steps;
    this.kubeconfig = kubeconfig.toAbsolutePath();
    this.registry = registry;
  }

  @Override
  public Path prepare() throws Exception {
    if (!Files.isReadable(kubeconfig)) {
      throw new IOException("Cannot read the kubeconfig " + kubeconfig);
    }
    names = images.push(registry);
    courier = images.pushCourier(registry, folders.samples(), Courier.class);
    return kubeconfig;
  }

  @Override
  public List<String> imageNames() {
    return names;
  }

  @Override
  public void provideClaims() throws IOException {
    try (KubernetesClient client = Quickstart.client(kubeconfig)) {
      List.of("samples", "models").forEach(claim -> provide(client, claim));
      new CourierPod(client, courier)
          .run("samples", List.of("copy", ImageSet.COURIER_FILES, CourierPod.MOUNT));
    }
  }

  @Override
  public String newFolder(String name) {
    return name + "-" + Instant.now().getEpochSecond();
  }

  @Override
  public Path model(String path) throws Exception {
    return steps.run("Fetch the model", () -> fetch(path));
  }

  @Override
  public List<String> nextCommands() {
    String kubectl = "kubectl --kubeconfig " + kubeconfig;
    return List.of(
        kubectl + " get tj -o wide",
        kubectl + " apply -f my-job.yaml      (a job on your own data: docs/user-guide.md)",
        kubectl + " delete tj/glyphs pvc/samples pvc/models");
  }

  private Path fetch(String path) throws IOException {
    Path folder = folders.models().resolve(path);
    try (KubernetesClient client = Quickstart.client(kubeconfig)) {
      String log =
          new CourierPod(client, courier)
              .run("models", List.of("print", CourierPod.MOUNT + "/" + path));
      int begin = log.indexOf(Courier.BEGIN);
      int end = log.indexOf(Courier.END);
      if (begin < 0 || end < begin) {
        throw new IOException("The pod's log holds no whole model: " + log.strip());
      }
      String model = log.substring(begin + Courier.BEGIN.length(), end).strip();
      unzip(Base64.getMimeDecoder().decode(model), folder);
    }
    return folder;
  }

  private static void unzip(byte[] bytes, Path folder) throws IOException {
    try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
          throw new IOException("The model has a file outside of its folder: " + entry.getName());
        }
        Files.createDirectories(file.getParent());
        Files.write(file, zip.readAllBytes());
      }
    }
  }

  private static void provide(KubernetesClient client, String name) {
    PersistentVolumeClaim claim =
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(Quickstart.NAMESPACE)
            .endMetadata()
            .withNewSpec()
            .withAccessModes("ReadWriteOnce")
            .withNewResources()
            .addToRequests("storage", CLAIM_SIZE)
            .endResources()
            .endSpec()
            .build();
    if (client.resource(claim).get() == null) {
      client.resource(claim).create();
    }
  }
}
