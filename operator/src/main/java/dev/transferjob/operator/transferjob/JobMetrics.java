package dev.transferjob.operator.transferjob;

import dev.transferjob.api.AttemptRecord;
import dev.transferjob.api.AttemptsStatus;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.api.UsageStatus;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Counts what becomes of jobs, as their stored status changes. The only labels are reasons, so that
 * their number does not grow with that of the jobs.
 */
@ApplicationScoped
class JobMetrics {
  private final MeterRegistry registry;

  /** Every series begins at zero, so that its first increase is seen. */
  JobMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (var name : new String[] {"created", "preempted", "gpu.seconds", "lost.gpu.seconds"}) {
      count(name, 0);
    }
    count("succeeded", Reason.Completed, 0);
    Arrays.stream(Reason.values())
        .filter(Reason::endsJobs)
        .forEach(reason -> count("failed", reason, 0));
    Arrays.stream(Reason.values())
        .filter(Reason::endsAttempts)
        .forEach(reason -> count("restarted", reason, 0));
  }

  /** Notes a status that was stored in place of {@code old}, which may be null. */
  void stored(TransferJobStatus old, TransferJobStatus next) {
    count("status.writes", 1);
    if (old == null) {
      count("created", 1);
    }
    next.condition(ConditionType.Complete)
        .ifPresent(c -> count("succeeded", Reason.valueOf(c.reason()), 1));
    next.condition(ConditionType.Failed)
        .ifPresent(c -> count("failed", Reason.valueOf(c.reason()), 1));
    attempts(attempts(old), attempts(next), next);
    usage(usage(old), usage(next));
  }

  /** How long a call to the API server took. */
  <T> T timed(String call, Supplier<T> work) {
    return registry.timer("transferjob.api.calls", "call", call).record(work);
  }

  private void attempts(AttemptsStatus old, AttemptsStatus now, TransferJobStatus next) {
    count("preempted", now.preemptions() - old.preemptions());
    if (now.total() > Math.max(1, old.total())) {
      var cause =
          before(next).map(AttemptRecord::reason).flatMap(Reason::named).orElse(Reason.Preempted);
      count("restarted", cause, now.total() - Math.max(1, old.total()));
    }
  }

  /** The attempt before the newest one. */
  private static Optional<AttemptRecord> before(TransferJobStatus status) {
    var history = status.attemptHistory();
    return history.size() < 2 ? Optional.empty() : Optional.of(history.get(history.size() - 2));
  }

  private void usage(UsageStatus old, UsageStatus now) {
    count("gpu.seconds", (double) (now.gpuSeconds() - old.gpuSeconds()));
    count("lost.gpu.seconds", (double) (now.lostGpuSeconds() - old.lostGpuSeconds()));
  }

  private static AttemptsStatus attempts(TransferJobStatus status) {
    return status == null || status.attempts() == null ? AttemptsStatus.NONE : status.attempts();
  }

  private static UsageStatus usage(TransferJobStatus status) {
    return status == null || status.usage() == null ? UsageStatus.NONE : status.usage();
  }

  private void count(String name, double amount) {
    registry.counter("transferjob." + name).increment(amount);
  }

  private void count(String name, Reason reason, double amount) {
    registry.counter("transferjob." + name, "reason", reason.name()).increment(amount);
  }
}
