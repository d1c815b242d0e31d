package dev.transferjob.operator.transferjob;

import dev.transferjob.api.ConditionType;
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
    var queue = Queueing.of(seen).filter(Queueing::waits);
    if (queue.isPresent()) {
      return seen.livePod()
          .map(pod -> evicted(pod, seen))
          .orElseGet(() -> new State.Queued(queue.get().cause(), queue.get().message()));
    }
    if (seen.obstacle().isPresent()) {
      var obstacle = seen.obstacle().get();
      return State.Waiting.because(obstacle.reason(), obstacle.detail());
    }
    return seen.livePod().map(Waits::state).orElseGet(() -> between(old, seen, log));
  }

  /** The queue has taken the place back, and the pod is on its way out. */
  private static State evicted(Pod pod, Observed seen) {
    return Pods.stopping(pod)
        ? State.Waiting.because(Reason.Preempted, Queueing.eviction(seen).orElse(""))
        : Waits.state(pod);
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
    if (old.runtime() == null || old.runtime().pod() == null || awaitsPod(old)) {
      return State.Waiting.because(Reason.PodPending, "");
    }
    return Verdict.remembered(old)
        .<State>map(c -> new State.Waiting(Reason.valueOf(c.reason()), c.message()))
        .orElseGet(() -> State.Waiting.because(Reason.Preempted, ""));
  }

  /** A new pod was due when this was stored last, and no sign of one has been seen since. */
  private static boolean awaitsPod(TransferJobStatus old) {
    return old.condition(ConditionType.Running)
        .flatMap(c -> Reason.named(c.reason()))
        .filter(reason -> reason == Reason.PodPending || reason == Reason.Queued)
        .isPresent();
  }

  private static State ended(Pod pod) {
    var ending = Ending.of(pod);
    return new State.Waiting(ending.reason(), ending.message());
  }
}
