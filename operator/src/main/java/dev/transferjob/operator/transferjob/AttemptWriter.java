package dev.transferjob.operator.transferjob;

import dev.transferjob.api.AttemptRecord;
import dev.transferjob.api.ConditionStatus;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.operator.job.Gpu;
import dev.transferjob.protocol.ProgressReport;
import dev.transferjob.protocol.TerminationMessage;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Writes records of attempts. */
final class AttemptWriter {
  private static final int MAX_MESSAGE = 512;

  private final TransferJobStatus old;
  private final Progressed heard;
  private final Instant now;
  private final int gpus;

  AttemptWriter(TransferJob resource, TransferJobStatus old, Progressed heard, Instant now) {
    this.old = old;
    this.heard = heard;
    this.now = now;
    this.gpus = Gpu.of(resource.getSpec()).map(Gpu::count).orElse(0);
  }

  /** A pod that is seen for the first time; the trainer may know of more attempts before it. */
  AttemptRecord begun(int number, Pod pod) {
    return of(number, 0, pod);
  }

  AttemptRecord continued(AttemptRecord known, Pod pod) {
    return of(known.number(), known.seconds(), pod);
  }

  /** Its pod is gone, and nobody has read how it ended. */
  AttemptRecord vanished(AttemptRecord known) {
    var reason =
        old.condition(ConditionType.Running)
            .filter(c -> c.status() == ConditionStatus.False)
            .flatMap(c -> Reason.named(c.reason()))
            .filter(Reason.NodeLost::equals)
            .orElse(Reason.Preempted);
    var end = lastSign(known);
    var seconds = Math.max(known.seconds(), between(known.startTime(), end));
    return new AttemptRecord(
        known.number(),
        known.run(),
        known.pod(),
        known.node(),
        known.startTime(),
        Times.text(end),
        reason.name(),
        null,
        known.resumedFromStep(),
        seconds,
        seconds * gpus,
        cut(reason.explain("")));
  }

  /**
   * It may have ended at any time since it was heard last, and time that nobody saw it use must not
   * bring a deadline nearer.
   */
  private Instant lastSign(AttemptRecord known) {
    return known.startTime() == null
        ? now
        : heardAfter(known.startTime())
            .orElseGet(() -> Instant.parse(known.startTime()).plusSeconds(known.seconds()));
  }

  /** From the last checkpoint, or from the start where there was none, to the end. */
  long lostGpuSeconds(AttemptRecord record) {
    if (Integer.valueOf(0).equals(record.exitCode()) || record.startTime() == null) {
      return 0;
    }
    var saved =
        Optional.ofNullable(heard.checkpoint())
            .map(checkpoint -> checkpoint.time())
            .filter(time -> time.compareTo(record.startTime()) >= 0)
            .orElse(record.startTime());
    return Math.min(record.seconds(), between(saved, Instant.parse(record.endTime()))) * gpus;
  }

  private AttemptRecord of(int number, long secondsBefore, Pod pod) {
    var ended = Pods.ended(pod);
    var ending = ended ? Optional.of(Ending.of(pod)) : Optional.<Ending>empty();
    var said = ending.flatMap(Ending::said);
    var report = said.map(TerminationMessage::progress).or(() -> ofThis(pod));
    var start = Pods.startedAt(pod).orElse(null);
    var end = ended ? Pods.endedAt(pod).map(Instant::parse).orElse(now) : null;
    var until = ended ? Optional.of(end) : heardAfter(start);
    var seconds = Math.max(secondsBefore, until.map(time -> between(start, time)).orElse(0L));
    var numbered = said.map(TerminationMessage::attempt).or(() -> report.map(r -> r.attempt()));
    return new AttemptRecord(
        Math.max(number, numbered.orElse(0)),
        Pods.run(pod),
        pod.getMetadata().getName(),
        pod.getSpec().getNodeName(),
        start,
        end == null ? null : Times.text(end),
        ending.map(Ending::reason).map(Reason::name).orElse(null),
        ended ? Pods.terminated(pod).map(ContainerStateTerminated::getExitCode).orElse(null) : null,
        report.map(r -> (long) r.resumedFromStep()).filter(step -> step > 0).orElse(null),
        seconds,
        seconds * gpus,
        ending.map(Ending::message).map(AttemptWriter::cut).orElse(null));
  }

  private Optional<ProgressReport> ofThis(Pod pod) {
    return heard.report().filter(_ -> heard.reporter().equals(pod.getMetadata().getName()));
  }

  /** When the trainer was heard last, if that was after this start. */
  private Optional<Instant> heardAfter(String start) {
    return Optional.ofNullable(heard.progress())
        .map(progress -> progress.lastUpdatedTime())
        .filter(time -> start != null && time.compareTo(start) >= 0)
        .map(Instant::parse);
  }

  private static long between(String start, Instant end) {
    return start == null ? 0 : Math.max(0, Duration.between(Instant.parse(start), end).toSeconds());
  }

  private static String cut(String message) {
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 1) + "…";
  }
}
