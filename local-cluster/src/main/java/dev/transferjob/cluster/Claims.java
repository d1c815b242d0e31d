package dev.transferjob.cluster;

import io.fabric8.kubernetes.api.model.NodeSelectorTermBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Persistent volume claims that are folders of this machine. Their volumes are of the kind {@code
 * local}, which honours a pod's {@code fsGroup}; {@code hostPath} does not.
 */
final class Claims {
  // A local volume has no size of its own; it must only be no less than what the claim asks for.
  private static final Quantity SIZE = new Quantity("1Ti");
  // The node has file systems of its own there.
  private static final List<Path> HIDDEN =
      Stream.of("/run", "/var/run", "/var/log", "/var/lib/kubelet", "/var/lib/cni", "/proc")
          .map(Path::of)
          .toList();

  private final KubernetesClient client;

  Claims(KubernetesClient client) {
    this.client = client;
  }

  void serve(String namespace, String name, Path folder, String accessMode) {
    var path = folder.toAbsolutePath().normalize();
    if (!Files.isDirectory(path)) {
      throw new IllegalArgumentException("Claim " + name + ": " + path + " is not a folder.");
    }
    if (HIDDEN.stream().anyMatch(path::startsWith)) {
      throw new IllegalArgumentException(
          "Claim " + name + ": the node cannot see " + path + "; move it out of " + HIDDEN + ".");
    }
    removeOfDeletedClaim(namespace, name);
    client.persistentVolumes().resource(volume(namespace, name, path, accessMode)).create();
    client.resource(claim(namespace, name, accessMode)).create();
    client
        .persistentVolumeClaims()
        .inNamespace(namespace)
        .withName(name)
        .waitUntilCondition(it -> "Bound".equals(it.getStatus().getPhase()), 1, TimeUnit.MINUTES);
  }

  /** A volume outlives its claim, and would not take a new claim of that name. */
  private void removeOfDeletedClaim(String namespace, String name) {
    var volume = client.persistentVolumes().withName(volumeName(namespace, name));
    if (client.persistentVolumeClaims().inNamespace(namespace).withName(name).get() == null) {
      volume.withTimeout(1, TimeUnit.MINUTES).delete();
    }
  }

  private static PersistentVolume volume(String namespace, String name, Path path, String mode) {
    var onTheNode =
        new NodeSelectorTermBuilder()
            .addNewMatchExpression()
            .withKey("kubernetes.io/hostname")
            .withOperator("In")
            .withValues(Node.NAME)
            .endMatchExpression()
            .build();
    return new PersistentVolumeBuilder()
        .withNewMetadata()
        .withName(volumeName(namespace, name))
        .endMetadata()
        .withNewSpec()
        .addToCapacity("storage", SIZE)
        .withAccessModes(mode)
        .withPersistentVolumeReclaimPolicy("Retain")
        .withNewLocal(null, path.toString())
        .withNewNodeAffinity()
        .withNewRequired()
        .addToNodeSelectorTerms(onTheNode)
        .endRequired()
        .endNodeAffinity()
        .endSpec()
        .build();
  }

  private static PersistentVolumeClaim claim(String namespace, String name, String mode) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withAccessModes(mode)
        // The empty name keeps a default class from making a volume of its own.
        .withStorageClassName("")
        .withVolumeName(volumeName(namespace, name))
        .withNewResources()
        .addToRequests("storage", SIZE)
        .endResources()
        .endSpec()
        .build();
  }

  private static String volumeName(String namespace, String claim) {
    // A namespace has no dot, so no two claims share a name.
    return namespace + "." + claim;
  }
}
