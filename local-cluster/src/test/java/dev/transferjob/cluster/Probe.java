package dev.transferjob.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.nio.file.Path;
import java.util.Map;

/** A pod that runs the tests' own program, under the strictest pod security standard. */
final class Probe {
  static final String NAMESPACE = "probe";
  private static final String IMAGE = "localhost/transferjob/probe:1";
  private static final long USER = 65532L;

  private Probe() {}

  /** Builds the program and gives it to the node as an image. */
  static void importImage(Cluster cluster, Path folder) {
    var source = GoSource.fromResources("go/probe");
    var program = new GoBuild("probe", ".", source, Folders.ofThisUser().cache()).binary();
    var tar = folder.resolve("probe.tar");
    new StaticImage(IMAGE, program).writeTo(tar);
    cluster.importImage(tar);
  }

  static Namespace namespace() {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(NAMESPACE)
        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
        .endMetadata()
        .build();
  }

  static Pod pod(String name, Map<String, String> limits, String... arguments) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .addToLabels("app", name)
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withFsGroup(USER)
        .withNewSeccompProfile(null, "RuntimeDefault")
        .endSecurityContext()
        .withContainers(container(limits, arguments))
        .endSpec()
        .build();
  }

  /** The pod with a claim mounted at {@code /mnt/output}. */
  static Pod withClaim(Pod pod, String claim) {
    return new PodBuilder(pod)
        .editSpec()
        .addNewVolume()
        .withName("output")
        .withNewPersistentVolumeClaim(claim, false)
        .endVolume()
        .editFirstContainer()
        .addNewVolumeMount()
        .withName("output")
        .withMountPath("/mnt/output")
        .endVolumeMount()
        .endContainer()
        .endSpec()
        .build();
  }

  private static Container container(Map<String, String> limits, String... arguments) {
    var builder = new ContainerBuilder();
    limits.forEach(
        (resource, amount) ->
            builder
                .editOrNewResources()
                .addToLimits(resource, new Quantity(amount))
                .endResources());
    return builder
        .withName("probe")
        .withImage(IMAGE)
        .withImagePullPolicy("IfNotPresent")
        .withArgs(arguments)
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .build();
  }
}
