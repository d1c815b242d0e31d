package dev.transferjob.operator.transferjob;

import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.operator.job.Run;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;

/** Tells from what is seen where a job is. */
final class States {
  private States() {}

  /**
   * The state of a job that is not finished.
   *
   * @param old what was stored last; it remembers causes whose pods are gone
   */
  static State of(
      TransferJob resource, TransferJobStatus old, Observed seen, AttemptLog log, Instant now) {
    return new Verdict(resource, old, seen, log, now)
        .reached()
        .orElseGet(() -> resource.getSpec().suspend() ? suspended(seen) : going(old, seen, log));
  }

  private static State suspended(Observed seen) {
    return seen.job().isPresent() || seen.livePod().isPresent()
        ? State.Waiting.because(Reason.Stopping, "spec.suspend is true: the pod is being stopped")
        : new State.Suspended();
  }

  private static State going(TransferJobStatus old, Observed seen, AttemptLog log) {
    if (seen.obstacle().isPresent()) {
      var obstacle = seen.obstacle().get();
      return State.Waiting.because(obstacle.reason(), obstacle.detail());
    }
    return seen.livePod().map(Waits::state).orElseGet(() -> between(old, seen, log));
  }

  /** No pod is live: none was yet, or one has ended and the next is to come. */
  private static State between(TransferJobStatus old, Observed seen, AttemptLog log) {
    if (seen.job().filter(job -> log.isBefore(Run.of(job).number())).isPresent()) {
      return State.Waiting.because(Reason.PodPending, "");
    }
    var newest = seen.newestPod();
    if (newest.isPresent() && !Pods.isOlder(newest.get(), old)) {
      return ended(newest.get());
    }
    if (old.runtime() == null || old.runtime().pod() == null) {
      return State.Waiting.because(Reason.PodPending, "");
    }
    return Verdict.remembered(old)
        .<State>map(c -> new State.Waiting(Reason.valueOf(c.reason()), c.message()))
        .orElseGet(() -> State.Waiting.because(Reason.Preempted, ""));
  }

  private static State ended(Pod pod) {
    var ending = Ending.of(pod);
    return new State.Waiting(ending.reason(), ending.message());
  }
}
