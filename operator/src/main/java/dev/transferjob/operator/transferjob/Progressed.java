package dev.transferjob.operator.transferjob;

import dev.transferjob.api.CheckpointStatus;
import dev.transferjob.api.ProgressStatus;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.operator.progress.LiveReport;
import dev.transferjob.protocol.ProgressReport;
import dev.transferjob.protocol.TerminationMessage;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the training is known to be.
 *
 * @param report the newest report, if there is one
 * @param reporter the pod that it comes from; empty without one
 * @param progress what is to be stored of it, or what is; may be null
 * @param checkpoint the newest checkpoint; may be null
 */
record Progressed(
    Optional<ProgressReport> report,
    String reporter,
    ProgressStatus progress,
    CheckpointStatus checkpoint) {

  static Progressed of(TransferJobStatus old, Observed seen, Instant now) {
    var pod = speaker(seen);
    var report = pod.flatMap(speaking -> said(speaking, seen));
    return new Progressed(
        report,
        pod.map(speaking -> speaking.getMetadata().getName()).orElse(""),
        report.map(r -> Figures.progress(r, old.progress(), now)).orElse(old.progress()),
        report.map(ProgressReport::checkpoint).map(Figures::checkpoint).orElse(old.checkpoint()));
  }

  private static Optional<Pod> speaker(Observed seen) {
    return seen.succeededPod().or(seen::newestPod);
  }

  /** An ended attempt's last word is newer than all that it pushed. */
  private static Optional<ProgressReport> said(Pod pod, Observed seen) {
    return Pods.ended(pod)
        ? Ending.of(pod).said().map(TerminationMessage::progress).or(() -> pushed(pod, seen))
        : pushed(pod, seen);
  }

  private static Optional<ProgressReport> pushed(Pod pod, Observed seen) {
    return seen.report()
        .filter(live -> live.podUid().equals(pod.getMetadata().getUid()))
        .map(LiveReport::report);
  }
}
