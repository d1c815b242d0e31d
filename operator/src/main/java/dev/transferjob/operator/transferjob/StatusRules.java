package dev.transferjob.operator.transferjob;

import dev.transferjob.api.Phase;
import dev.transferjob.api.ResultStatus;
import dev.transferjob.api.RuntimeStatus;
import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.operator.job.Gpu;
import dev.transferjob.operator.job.Run;
import dev.transferjob.operator.progress.LiveReport;
import dev.transferjob.protocol.ProgressReport;
import dev.transferjob.protocol.TerminationMessage;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** The status of a TransferJob as a function of what is stored, what is seen, and the time. */
final class StatusRules {
  private static final TransferJobStatus NEW =
      new TransferJobStatus(
          null, null, null, null, null, null, null, null, null, null, null, null, null);

  private StatusRules() {}

  /** Complete and Failed are absorbing: a finished status comes back as it is. */
  static TransferJobStatus status(TransferJob resource, Observed seen, Instant now) {
    var old = resource.getStatus() == null ? NEW : resource.getStatus();
    if (old.isFinished()) {
      return old;
    }
    var state = States.of(old, seen);
    var report = newestReport(state, seen);
    var generation = resource.getMetadata().getGeneration();
    return new TransferJobStatus(
        generation,
        seen.job().map(job -> Run.of(job).number()).orElse(old.run()),
        phase(state, old, seen),
        Conditions.of(state, old, generation, now),
        startTime(old, seen),
        completionTime(state, now),
        report.map(r -> Figures.progress(r, old.progress(), now)).orElse(old.progress()),
        report
            .filter(r -> !r.metrics().isEmpty())
            .map(r -> Figures.metrics(r.metrics()))
            .orElse(old.metrics()),
        report.map(ProgressReport::best).map(Figures::best).orElse(old.best()),
        report.map(ProgressReport::checkpoint).map(Figures::checkpoint).orElse(old.checkpoint()),
        Attempts.count(old, seen),
        runtime(old, seen, resource),
        result(state).orElse(old.result()));
  }

  /** An ended attempt's last word is newer than all that it pushed. */
  private static Optional<ProgressReport> newestReport(State state, Observed seen) {
    if (state instanceof State.Completed completed) {
      return completed.said().map(TerminationMessage::progress);
    }
    var newest = seen.newestPod();
    var atEnd =
        newest
            .filter(Pods::ended)
            .flatMap(pod -> Ending.of(pod).said())
            .map(TerminationMessage::progress);
    return atEnd.or(
        () ->
            seen.report()
                .filter(live -> newest.filter(pod -> isFrom(live, pod)).isPresent())
                .map(LiveReport::report));
  }

  private static boolean isFrom(LiveReport live, Pod pod) {
    return live.podUid().equals(pod.getMetadata().getUid());
  }

  private static Phase phase(State state, TransferJobStatus old, Observed seen) {
    return switch (state) {
      case State.Completed _ -> Phase.Succeeded;
      case State.Failed _ -> Phase.Failed;
      case State.Training _ -> Phase.Running;
      case State.Waiting _ when old.startTime() != null -> Phase.Restarting;
      case State.Waiting _ ->
          seen.livePod().filter(Pods::hasNode).isPresent() ? Phase.Starting : Phase.Pending;
    };
  }

  private static String startTime(TransferJobStatus old, Observed seen) {
    return old.startTime() != null
        ? old.startTime()
        : seen.pods().stream()
            .flatMap(pod -> Pods.startedAt(pod).stream())
            .min(Comparator.naturalOrder())
            .orElse(null);
  }

  private static String completionTime(State state, Instant now) {
    return switch (state) {
      case State.Completed _, State.Failed _ -> Times.text(now);
      case State.Waiting _, State.Training _ -> null;
    };
  }

  private static RuntimeStatus runtime(TransferJobStatus old, Observed seen, TransferJob resource) {
    var gpu = Gpu.of(resource.getSpec()).map(Gpu::toString).orElse(null);
    return seen.newestPod()
        .filter(pod -> !Pods.isOlder(pod, old))
        .map(
            pod ->
                new RuntimeStatus(
                    image(pod),
                    pod.getMetadata().getName(),
                    pod.getMetadata().getCreationTimestamp(),
                    pod.getSpec().getNodeName(),
                    gpu))
        .orElse(old.runtime());
  }

  /** The digest that runs, once the kubelet has told it. */
  private static String image(Pod pod) {
    return Pods.container(pod)
        .map(ContainerStatus::getImageID)
        .filter(id -> id.contains("@"))
        .orElseGet(() -> pod.getSpec().getContainers().getFirst().getImage());
  }

  private static Optional<ResultStatus> result(State state) {
    return state instanceof State.Completed completed
        ? completed.said().map(TerminationMessage::result).map(Results::of)
        : Optional.empty();
  }
}
