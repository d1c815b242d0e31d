package dev.transferjob.operator.transferjob;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Locale;
import java.util.Set;

/** Tells what a live pod waits for, or that it trains. */
final class Waits {
  private static final Set<String> IMAGE =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "ImageInspectError",
          "RegistryUnavailable",
          "SignatureValidationFailed");

  private Waits() {}

  static State state(Pod pod) {
    if (Pods.stopping(pod)) {
      return stopping(pod);
    }
    if (Pods.started(pod)) {
      return notAnswering(pod)
          ? waiting(Reason.NodeLost, "Node " + pod.getSpec().getNodeName() + " does not answer")
          : new State.Training(pod);
    }
    var scheduled = Pods.condition(pod, "PodScheduled");
    if (!Pods.hasNode(pod)) {
      return scheduled.map(Waits::unscheduled).orElseGet(() -> waiting(Reason.PodPending, ""));
    }
    return Pods.waiting(pod)
        .map(Waits::container)
        .orElseGet(() -> waiting(Reason.ContainerCreating, ""));
  }

  /** The scheduler names claims that it misses in its message, and nowhere else. */
  static boolean namesClaims(PodCondition scheduled) {
    return scheduled.getMessage() != null
        && scheduled.getMessage().toLowerCase(Locale.ROOT).contains("persistentvolumeclaim");
  }

  private static State stopping(Pod pod) {
    return Pods.disruption(pod)
        .map(
            c ->
                "DeletionByTaintManager".equals(c.getReason())
                    ? waiting(Reason.NodeLost, c.getMessage())
                    : waiting(Reason.Preempted, c.getMessage()))
        .orElseGet(() -> waiting(Reason.Stopping, ""));
  }

  /**
   * The node controller takes a silent node's pods for not ready; the kubelet, which would also say
   * so of the container, is not heard.
   */
  private static boolean notAnswering(Pod pod) {
    return Pods.condition(pod, "Ready").filter(c -> "False".equals(c.getStatus())).isPresent()
        && Pods.container(pod).filter(ContainerStatus::getReady).isPresent();
  }

  private static State unscheduled(PodCondition scheduled) {
    if (!"False".equals(scheduled.getStatus())) {
      return waiting(Reason.PodPending, "");
    }
    var reason = namesClaims(scheduled) ? Reason.VolumePending : Reason.Unschedulable;
    return waiting(reason, scheduled.getMessage());
  }

  private static State container(ContainerStateWaiting waiting) {
    if (IMAGE.contains(waiting.getReason())) {
      return waiting(Reason.ImageUnavailable, waiting.getMessage());
    }
    var ordinary = Set.of("ContainerCreating", "PodInitializing").contains(waiting.getReason());
    return waiting(
        Reason.ContainerCreating,
        ordinary ? "" : waiting.getReason() + ": " + waiting.getMessage());
  }

  private static State waiting(Reason reason, String detail) {
    return State.Waiting.because(reason, detail == null ? "" : detail);
  }
}
