package dev.transferjob.operator.transferjob;

import dev.transferjob.api.AttemptRecord;
import dev.transferjob.api.AttemptsStatus;
import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.api.UsageStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The attempts so far. An attempt is a pod that started, or ended without having started. Each is
 * written down once, when it is first seen: its record and the sums change in one write, so that
 * nothing is counted twice or lost, also over restarts of the operator.
 *
 * @param history the newest records, oldest first
 * @param open whether an attempt goes on, as far as is known
 */
record AttemptLog(
    List<AttemptRecord> history, AttemptsStatus attempts, UsageStatus usage, boolean open) {
  private static final int KEPT = 5;

  /** Brings the stored log up to what is seen. */
  static AttemptLog of(
      TransferJob resource, TransferJobStatus old, Observed seen, Progressed heard, Instant now) {
    var writer = new AttemptWriter(resource, old, heard, now);
    var before = old.attempts() == null ? AttemptsStatus.NONE : old.attempts();
    var history = new ArrayList<AttemptRecord>();
    for (var known : old.attemptHistory()) {
      history.add(isFinal(known) ? known : current(known, seen, writer));
    }
    for (var pod : seen.pods()) {
      if (isNew(pod, old)) {
        history.add(writer.begun(nextNumber(history, before, isCountedOnly(pod, old)), pod));
      }
    }
    int failures = new FailureCount(old, seen).total();
    var open = history.stream().anyMatch(attempt -> !attempt.hasEnded());
    var completed =
        history.stream().anyMatch(AttemptLog::succeeded) || Verdict.isTrue(seen.job(), "Complete");
    int total = Math.max(Math.max(before.total(), highestNumber(history)), failures);
    var preemptions = Math.max(0, total - failures - (open || completed ? 1 : 0));
    return new AttemptLog(
        newest(history),
        new AttemptsStatus(total, failures, preemptions),
        usage(old, history, writer),
        open);
  }

  /** How its container ended is known; a cache that shows it running is only late. */
  private static boolean isFinal(AttemptRecord known) {
    return known.hasEnded() && known.exitCode() != null;
  }

  private static AttemptRecord current(AttemptRecord known, Observed seen, AttemptWriter writer) {
    return podOf(known, seen)
        .map(pod -> writer.continued(known, pod))
        .orElseGet(() -> known.hasEnded() ? known : writer.vanished(known));
  }

  /** The last attempt whose end counts against the limit. */
  Optional<AttemptRecord> lastFailure() {
    return history.reversed().stream()
        .filter(attempt -> Reason.isFailure(attempt.reason()))
        .findFirst();
  }

  Optional<AttemptRecord> last() {
    return history.isEmpty() ? Optional.empty() : Optional.of(history.getLast());
  }

  /** Whether attempts are known, but none of this run. */
  boolean isBefore(int run) {
    return last().filter(attempt -> attempt.run() < run).isPresent();
  }

  private static boolean succeeded(AttemptRecord attempt) {
    return Integer.valueOf(0).equals(attempt.exitCode());
  }

  private static Optional<Pod> podOf(AttemptRecord record, Observed seen) {
    return seen.pods().stream()
        .filter(pod -> pod.getMetadata().getName().equals(record.pod()))
        .findFirst();
  }

  /** Older pods than the newest stored one have been seen; their records may be gone by now. */
  private static boolean isNew(Pod pod, TransferJobStatus old) {
    return (Pods.started(pod) || Pods.ended(pod))
        && !Pods.isOlder(pod, old)
        && old.attemptHistory().stream()
            .noneMatch(known -> pod.getMetadata().getName().equals(known.pod()));
  }

  /** Earlier versions of the operator counted attempts without keeping records. */
  private static boolean isCountedOnly(Pod pod, TransferJobStatus old) {
    return old.attemptHistory().isEmpty()
        && old.attempts() != null
        && old.attempts().total() > 0
        && old.runtime() != null
        && pod.getMetadata().getName().equals(old.runtime().pod());
  }

  private static int nextNumber(
      List<AttemptRecord> history, AttemptsStatus before, boolean isCounted) {
    if (!history.isEmpty()) {
      return highestNumber(history) + 1;
    }
    return isCounted ? before.total() : before.total() + 1;
  }

  private static int highestNumber(List<AttemptRecord> history) {
    return history.stream().mapToInt(AttemptRecord::number).max().orElse(0);
  }

  private static List<AttemptRecord> newest(List<AttemptRecord> history) {
    return List.copyOf(history.subList(Math.max(0, history.size() - KEPT), history.size()));
  }

  /** Sums over all attempts, whose older records are gone: so only what is new is added. */
  private static UsageStatus usage(
      TransferJobStatus old, List<AttemptRecord> history, AttemptWriter writer) {
    var sum = old.usage() == null ? UsageStatus.NONE : old.usage();
    long active = sum.activeSeconds();
    long gpu = sum.gpuSeconds();
    long lost = sum.lostGpuSeconds();
    for (var record : history) {
      var before = stored(old, record);
      active += record.seconds() - before.map(AttemptRecord::seconds).orElse(0L);
      gpu += record.gpuSeconds() - before.map(AttemptRecord::gpuSeconds).orElse(0L);
      if (record.hasEnded() && before.filter(AttemptRecord::hasEnded).isEmpty()) {
        lost += writer.lostGpuSeconds(record);
      }
    }
    return active == 0 && gpu == 0 && lost == 0 && old.usage() == null
        ? null
        : new UsageStatus(active, gpu, lost);
  }

  private static Optional<AttemptRecord> stored(TransferJobStatus old, AttemptRecord record) {
    return old.attemptHistory().stream()
        .filter(known -> known.pod().equals(record.pod()))
        .findFirst();
  }
}
