package dev.transferjob.operator.transferjob;

import dev.transferjob.api.Phase;
import dev.transferjob.api.QueueStatus;
import dev.transferjob.api.ResultStatus;
import dev.transferjob.api.RuntimeStatus;
import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.operator.job.Gpu;
import dev.transferjob.operator.job.Run;
import dev.transferjob.protocol.ProgressReport;
import dev.transferjob.protocol.TerminationMessage;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The status of a TransferJob as a function of what is stored, what is seen, and the time. */
final class StatusRules {
  private static final TransferJobStatus NEW =
      new TransferJobStatus(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null);

  private StatusRules() {}

  /** Complete and Failed are absorbing: a finished status comes back as it is. */
  static TransferJobStatus status(TransferJob resource, Observed seen, Instant now) {
    var old = stored(resource);
    if (old.isFinished()) {
      return old;
    }
    var heard = Progressed.of(old, seen, now);
    var log = AttemptLog.of(resource, old, seen, heard, now);
    var state = States.of(resource, old, seen, log, now);
    return new TransferJobStatus(
        resource.getMetadata().getGeneration(),
        run(old, seen),
        phase(state, old, seen, resource.getSpec().suspend()),
        Conditions.of(state, resource, seen, heard, now),
        startTime(old, seen),
        completionTime(state, now),
        heard.progress(),
        heard
            .report()
            .filter(r -> !r.metrics().isEmpty())
            .map(r -> Figures.metrics(r.metrics()))
            .orElse(old.metrics()),
        heard.report().map(ProgressReport::best).map(Figures::best).orElse(old.best()),
        heard.checkpoint(),
        log.attempts(),
        log.history(),
        log.usage(),
        queue(state, old, seen),
        runtime(old, seen, resource),
        result(state).orElse(old.result()));
  }

  /** The end that the job has reached, if it has; nothing may be created then. */
  static Optional<State> verdict(TransferJob resource, Observed seen, Instant now) {
    var old = stored(resource);
    return new Verdict(resource, old, seen, log(resource, seen, now), now).reached();
  }

  /** The attempts as they are known now. */
  static AttemptLog log(TransferJob resource, Observed seen, Instant now) {
    var old = stored(resource);
    return AttemptLog.of(resource, old, seen, Progressed.of(old, seen, now), now);
  }

  /** What is stored, or an empty status. */
  static TransferJobStatus stored(TransferJob resource) {
    return resource.getStatus() == null ? NEW : resource.getStatus();
  }

  /** The newest that is known of; a pod tells of its run also where the cache lacks the Job. */
  private static Integer run(TransferJobStatus old, Observed seen) {
    var pods = seen.pods().stream().map(Pods::run);
    var others =
        Stream.of(Optional.ofNullable(old.run()), seen.job().map(Run::of).map(Run::number));
    return Stream.concat(pods, others.flatMap(Optional::stream))
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private static Phase phase(State state, TransferJobStatus old, Observed seen, boolean suspend) {
    return switch (state) {
      case State.Suspended _ -> Phase.Suspended;
      case State.Completed _ -> Phase.Succeeded;
      case State.Failed _ -> Phase.Failed;
      case State.Training _ -> Phase.Running;
      case State.Queued _ -> Phase.Queued;
      case State.Waiting _ when suspend -> Phase.Suspended;
      case State.Waiting _ when old.startTime() != null -> Phase.Restarting;
      case State.Waiting _ ->
          seen.livePod().filter(Pods::hasNode).isPresent() ? Phase.Starting : Phase.Pending;
    };
  }

  private static QueueStatus queue(State state, TransferJobStatus old, Observed seen) {
    return switch (state) {
      case State.Completed _, State.Failed _ -> old.queue();
      case State.Suspended _ -> null;
      case State.Waiting _, State.Training _, State.Queued _ ->
          Queueing.of(seen).map(Queueing::status).orElse(null);
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
      case State.Waiting _, State.Queued _, State.Training _, State.Suspended _ -> null;
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
