package dev.transferjob.quickstart;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A pod that runs {@link Courier} once, with one claim. */
record CourierPod(KubernetesClient client, String image) {
  static final String MOUNT = "/mnt/claim";

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  /** Runs the courier to its end and returns what it printed; the pod is removed. */
  String run(String claim, List<String> arguments) throws IOException {
    PodResource pod = client.pods().resource(pod(claim, arguments));
    pod.delete();
    pod.waitUntilCondition(found -> found == null, PATIENCE.toSeconds(), TimeUnit.SECONDS);
    pod.create();
    try {
      Pod ended =
          pod.waitUntilCondition(CourierPod::hasEnded, PATIENCE.toSeconds(), TimeUnit.SECONDS);
      String log = pod.getLog();
      if (ended.getStatus().getPhase().equals("Failed")) {
        throw new IOException(
            "Carrying files to claim %s failed: %s".formatted(claim, log.strip()));
      }
      return log;
    } finally {
      pod.delete();
    }
  }

  private static boolean hasEnded(Pod pod) {
    return pod != null && pod.getStatus() != null && ENDED.contains(pod.getStatus().getPhase());
  }

  private Pod pod(String claim, List<String> arguments) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("transferjob-courier")
        .withNamespace(Quickstart.NAMESPACE)
        .endMetadata()
        .withSpec(spec(claim, arguments))
        .build();
  }

  private PodSpec spec(String claim, List<String> arguments) {
    return new PodSpecBuilder()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withFsGroup(65532L)
        .withNewSeccompProfile(null, "RuntimeDefault")
        .endSecurityContext()
        .withContainers(container(arguments))
        .addNewVolume()
        .withName("claim")
        .withNewPersistentVolumeClaim(claim, false)
        .endVolume()
        .build();
  }

  private Container container(List<String> arguments) {
    return new ContainerBuilder()
        .withName("courier")
        .withImage(image)
        .withArgs(arguments)
        .addNewVolumeMount()
        .withName("claim")
        .withMountPath(MOUNT)
        .endVolumeMount()
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
