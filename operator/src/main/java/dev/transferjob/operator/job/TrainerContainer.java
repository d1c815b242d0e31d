package dev.transferjob.operator.job;

import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The pod's only container. */
final class TrainerContainer {
  private TrainerContainer() {}

  static Container of(TransferJob resource, TrainerSettings settings) {
    return new ContainerBuilder()
        .withName(TrainerPod.CONTAINER)
        .withImage(settings.image())
        .withImagePullPolicy(settings.imagePullPolicy())
        .withEnv(env(resource, settings))
        .withResources(resources(resource.getSpec()))
        .withSecurityContext(securityContext())
        .withTerminationMessagePath("/dev/termination-log")
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withVolumeMounts(Volumes.mounts(resource, settings))
        .build();
  }

  private static List<EnvVar> env(TransferJob resource, TrainerSettings settings) {
    var gpus = Gpu.of(resource.getSpec()).map(Gpu::count).orElse(0);
    var env = new ArrayList<EnvVar>();
    env.add(field("POD_NAME", "metadata.name"));
    env.add(field("POD_UID", "metadata.uid"));
    env.add(field("NODE_NAME", "spec.nodeName"));
    env.add(limit("TRANSFERJOB_CPU_LIMIT", "limits.cpu"));
    env.add(limit("TRANSFERJOB_MEMORY_LIMIT", "limits.memory"));
    env.add(value("TRANSFERJOB_GPUS", Integer.toString(gpus)));
    env.add(value("TRANSFERJOB_ALLOW_CPU", Boolean.toString(settings.allowCpu())));
    settings
        .push()
        .ifPresent(push -> env.add(value("TRANSFERJOB_PROGRESS_URL", url(resource, push))));
    if (gpus == 0) {
      // NVIDIA's container runtime would otherwise hand over every GPU of the node.
      env.add(value("NVIDIA_VISIBLE_DEVICES", "void"));
    }
    return env;
  }

  private static String url(TransferJob resource, TrainerSettings.Push push) {
    var meta = resource.getMetadata();
    return "%s/v1/namespaces/%s/transferjobs/%s/progress"
        .formatted(push.url(), meta.getNamespace(), meta.getName());
  }

  private static ResourceRequirements resources(TransferJobSpec spec) {
    var resources = spec.resources();
    var wish = spec.accelerator();
    var claimed = wish != null && wish.deviceClassName() != null;
    if (resources == null && !claimed) {
      return null;
    }
    var required = new ResourceRequirementsBuilder();
    if (resources != null) {
      required
          .withRequests(quantities(resources.requests()))
          .withLimits(quantities(resources.limits()));
    }
    if (claimed) {
      required.addNewClaim(DeviceClaim.NAME, null);
    }
    return required.build();
  }

  private static Map<String, Quantity> quantities(Map<String, String> amounts) {
    var quantities = new TreeMap<String, Quantity>();
    amounts.forEach((name, amount) -> quantities.put(name, new Quantity(amount)));
    return quantities;
  }

  private static SecurityContext securityContext() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }

  private static EnvVar value(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  private static EnvVar field(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef("v1", path)
        .endValueFrom()
        .build();
  }

  private static EnvVar limit(String name, String resource) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewResourceFieldRef()
        .withContainerName(TrainerPod.CONTAINER)
        .withDivisor(new Quantity("1"))
        .withResource(resource)
        .endResourceFieldRef()
        .endValueFrom()
        .build();
  }
}
