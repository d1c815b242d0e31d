package dev.transferjob.operator.transferjob;

import dev.transferjob.api.RuntimeStatus;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.operator.job.Labels;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Optional;

/** Reads a trainer pod, whose only container is the trainer. */
final class Pods {
  private Pods() {}

  static boolean ended(Pod pod) {
    return succeeded(pod) || "Failed".equals(phase(pod));
  }

  static boolean succeeded(Pod pod) {
    return "Succeeded".equals(phase(pod));
  }

  static boolean stopping(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  static boolean hasNode(Pod pod) {
    return pod.getSpec() != null && pod.getSpec().getNodeName() != null;
  }

  /** The number of the run that it belongs to. */
  static int run(Pod pod) {
    var label = pod.getMetadata().getLabels().get(Labels.RUN);
    return label == null ? 1 : Integer.parseInt(label);
  }

  /** Whether the trainer's process has begun. */
  static boolean started(Pod pod) {
    return state(pod).filter(s -> s.getRunning() != null || s.getTerminated() != null).isPresent();
  }

  static Optional<ContainerStateWaiting> waiting(Pod pod) {
    return state(pod).map(ContainerState::getWaiting);
  }

  static Optional<ContainerStateTerminated> terminated(Pod pod) {
    return state(pod).map(ContainerState::getTerminated);
  }

  static Optional<String> startedAt(Pod pod) {
    return state(pod)
        .map(
            s ->
                s.getRunning() != null
                    ? s.getRunning().getStartedAt()
                    : s.getTerminated() != null ? s.getTerminated().getStartedAt() : null);
  }

  static Optional<String> endedAt(Pod pod) {
    return terminated(pod).map(ContainerStateTerminated::getFinishedAt);
  }

  static Optional<PodCondition> condition(Pod pod, String type) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getConditions().stream().filter(c -> type.equals(c.getType())).findAny();
  }

  /** Why the pod had to leave its node, if it had to. */
  static Optional<PodCondition> disruption(Pod pod) {
    return condition(pod, "DisruptionTarget").filter(c -> "True".equals(c.getStatus()));
  }

  static Optional<ContainerStatus> container(Pod pod) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getContainerStatuses().stream().findFirst();
  }

  /** Whether the pod came before the newest one that is stored. */
  static boolean isOlder(Pod pod, TransferJobStatus old) {
    return stored(old).filter(time -> created(pod).compareTo(time) < 0).isPresent();
  }

  private static String created(Pod pod) {
    return pod.getMetadata().getCreationTimestamp();
  }

  private static Optional<String> stored(TransferJobStatus old) {
    return Optional.ofNullable(old.runtime()).map(RuntimeStatus::podCreationTime);
  }

  private static Optional<ContainerState> state(Pod pod) {
    return container(pod).map(ContainerStatus::getState);
  }

  private static String phase(Pod pod) {
    return pod.getStatus() == null ? null : pod.getStatus().getPhase();
  }
}
