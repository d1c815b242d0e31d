package dev.transferjob.operator.transferjob;

import dev.transferjob.api.TransferJob;
import dev.transferjob.operator.job.Labels;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the caches keep of each object: what is read of it. Thousands of finished jobs would
 * otherwise fill the memory with their pods' descriptions.
 */
public final class Memory {
  /** So many are asked for at once when a cache fills. */
  static final long PAGE = 500;

  private static final Set<String> CONDITIONS = Set.of("PodScheduled", "Ready", "DisruptionTarget");

  /** In place of a map in each object for fields that its class does not know. */
  private static final Map<String, Object> NOTHING = Map.of();

  /** As long as the manifest itself. */
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private Memory() {}

  /** The cache of the resources themselves, which the SDK makes by its class. */
  public static final class OfTransferJobs extends TransformingItemStore<TransferJob> {
    public OfTransferJobs() {
      super(Memory::of);
    }
  }

  /** After the end nothing of what was to be trained is read, and nothing is written. */
  static TransferJob of(TransferJob job) {
    if (StatusRules.stored(job).isFinished()) {
      job.setSpec(Shared.of(job.getSpec().afterTheEnd()));
      job.setStatus(Shared.of(job.getStatus().afterTheEnd()));
    }
    return lean(job);
  }

  static Job of(Job job) {
    if (job.getSpec() != null) {
      job.setSpec(Shared.of(new JobSpecBuilder().withSuspend(job.getSpec().getSuspend()).build()));
    }
    if (job.getStatus() != null) {
      job.getStatus().setAdditionalProperties(NOTHING);
      job.getStatus().getConditions().forEach(it -> it.setAdditionalProperties(NOTHING));
    }
    job.setAdditionalProperties(NOTHING);
    return lean(job);
  }

  static Pod of(Pod pod) {
    if (pod.getSpec() != null) {
      pod.setSpec(Shared.of(read(pod.getSpec())));
    }
    if (pod.getStatus() != null) {
      pod.setStatus(read(pod.getStatus()));
    }
    pod.setAdditionalProperties(NOTHING);
    pod.getMetadata().setAnnotations(null);
    return lean(pod, label -> label.startsWith(Labels.OWN));
  }

  private static PodSpec read(PodSpec spec) {
    return new PodSpecBuilder()
        .withNodeName(spec.getNodeName())
        .withContainers(spec.getContainers().stream().map(Memory::read).toList())
        .build();
  }

  private static Container read(Container container) {
    return new ContainerBuilder()
        .withName(container.getName())
        .withImage(container.getImage())
        .build();
  }

  private static PodStatus read(PodStatus status) {
    var conditions = status.getConditions().stream();
    var read =
        new PodStatusBuilder()
            .withPhase(status.getPhase())
            .withReason(status.getReason())
            .withMessage(status.getMessage())
            .withConditions(conditions.filter(c -> CONDITIONS.contains(c.getType())).toList())
            .withContainerStatuses(
                status.getContainerStatuses().stream().map(Memory::read).toList())
            .build();
    read.setAdditionalProperties(NOTHING);
    read.getConditions().forEach(it -> it.setAdditionalProperties(NOTHING));
    return read;
  }

  private static ContainerStatus read(ContainerStatus status) {
    var read =
        new ContainerStatusBuilder()
            .withName(status.getName())
            .withImage(status.getImage())
            .withImageID(status.getImageID())
            .withReady(status.getReady())
            .withState(status.getState())
            .build();
    read.setAdditionalProperties(NOTHING);
    if (read.getState() != null) {
      read.getState().setAdditionalProperties(NOTHING);
    }
    return read;
  }

  private static <T extends HasMetadata> T lean(T object) {
    return lean(object, _ -> true);
  }

  /** Without what every object has and nobody reads. */
  private static <T extends HasMetadata> T lean(T object, Predicate<String> labels) {
    object.getMetadata().setAdditionalProperties(NOTHING);
    object.getMetadata().getOwnerReferences().forEach(it -> it.setAdditionalProperties(NOTHING));
    object.getMetadata().setLabels(kept(object.getMetadata().getLabels(), labels));
    object
        .getMetadata()
        .setAnnotations(
            kept(object.getMetadata().getAnnotations(), name -> !name.equals(LAST_APPLIED)));
    return object;
  }

  /** In a map without room to spare. */
  private static Map<String, String> kept(Map<String, String> all, Predicate<String> names) {
    return all == null
        ? null
        : all.entrySet().stream()
            .filter(entry -> names.test(entry.getKey()))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
