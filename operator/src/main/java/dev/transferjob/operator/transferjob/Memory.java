package dev.transferjob.operator.transferjob;

import dev.transferjob.api.TransferJob;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;

/**
 * What the caches keep of each object: what is read of it. Thousands of finished jobs would
 * otherwise fill the memory with their pods' descriptions.
 */
public final class Memory {
  private Memory() {}

  /** The cache of the resources themselves, which the SDK makes by its class. */
  public static final class OfTransferJobs extends TransformingItemStore<TransferJob> {
    public OfTransferJobs() {
      super(Memory::withoutManagers);
    }
  }

  static Job of(Job job) {
    if (job.getSpec() != null) {
      job.getSpec().setTemplate(null);
    }
    return withoutManagers(job);
  }

  static Pod of(Pod pod) {
    var spec = pod.getSpec();
    if (spec != null) {
      pod.setSpec(
          new PodSpecBuilder()
              .withNodeName(spec.getNodeName())
              .withContainers(spec.getContainers().stream().map(Memory::named).toList())
              .build());
    }
    pod.getMetadata().setAnnotations(null);
    return withoutManagers(pod);
  }

  private static Container named(Container container) {
    return new ContainerBuilder()
        .withName(container.getName())
        .withImage(container.getImage())
        .build();
  }

  /** Who wrote which field is half of a small object. */
  private static <T extends HasMetadata> T withoutManagers(T object) {
    object.getMetadata().setManagedFields(null);
    return object;
  }
}
