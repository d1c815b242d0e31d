package dev.transferjob.operator.transferjob;

import dev.transferjob.api.TransferJob;
import dev.transferjob.operator.job.Gpu;
import dev.transferjob.operator.queue.BoostSettings;
import dev.transferjob.operator.queue.Kueue;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a job's preemption costs beyond its priority: nothing just after a checkpoint, and more with
 * every GPU second that is not saved. It never falls below the priority, so that jobs of the same
 * class do not push each other out in turn.
 *
 * @param points added to the Workload's priority
 * @param next how long it stays so, if nothing is saved; empty: until something is heard
 */
record Boost(int points, Optional<Duration> next) {
  private static final Boost NONE = new Boost(0, Optional.empty());

  static Boost of(TransferJob resource, Observed seen, BoostSettings settings, Instant now) {
    int gpus = Gpu.of(resource.getSpec()).map(Gpu::count).orElse(0);
    // One that waits again must not outrank others by what it has lost.
    if (gpus == 0 || seen.standingJob().filter(job -> !Kueue.holds(job)).isEmpty()) {
      return NONE;
    }
    return seen.livePod()
        .filter(pod -> !Pods.stopping(pod))
        .flatMap(pod -> savedAt(pod, resource, seen, now))
        .map(saved -> of(Duration.between(saved, now), gpus, settings))
        .orElse(NONE);
  }

  private static Boost of(Duration unsaved, int gpus, BoostSettings settings) {
    var step = Duration.ofSeconds(Math.max(1, settings.gpuSecondsPerPoint() / gpus));
    long passed = unsaved.isNegative() ? 0 : unsaved.dividedBy(step);
    return passed >= settings.max()
        ? new Boost(settings.max(), Optional.empty())
        : new Boost((int) passed, Optional.of(step.multipliedBy(passed + 1).minus(unsaved)));
  }

  /** What came before the pod was started is saved, or lost already. */
  private static Optional<Instant> savedAt(
      Pod pod, TransferJob resource, Observed seen, Instant now) {
    var checkpoint = Progressed.of(StatusRules.stored(resource), seen, now).checkpoint();
    return Pods.startedAt(pod)
        .map(Instant::parse)
        .map(
            start ->
                checkpoint == null || Instant.parse(checkpoint.time()).isBefore(start)
                    ? start
                    : Instant.parse(checkpoint.time()));
  }
}
