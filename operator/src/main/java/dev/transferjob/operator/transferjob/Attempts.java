package dev.transferjob.operator.transferjob;

import dev.transferjob.api.AttemptsStatus;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.operator.job.Run;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;

/**
 * Counts attempts. Pods come one after another, so remembering when the newest known one was
 * created is enough to count each once, also after a restart and when a preempted pod is gone.
 */
final class Attempts {
  private Attempts() {}

  static AttemptsStatus count(TransferJobStatus old, Observed seen) {
    var before = old.attempts() == null ? AttemptsStatus.NONE : old.attempts();
    int total =
        Math.max(
            before.total()
                + (int) seen.pods().stream().filter(pod -> Pods.isNewer(pod, old)).count(),
            numberedByTrainer(seen));
    int failures = Math.max(before.failures(), failures(seen));
    var goingOrDone = States.isComplete(seen) || seen.pods().stream().anyMatch(Attempts::isGoing);
    int going = goingOrDone ? 1 : 0;
    return new AttemptsStatus(total, failures, Math.max(0, total - failures - going));
  }

  private static boolean isGoing(Pod pod) {
    return !Pods.ended(pod) || Pods.succeeded(pod);
  }

  /** The trainer's ledger also knows attempts that the operator never saw. */
  private static int numberedByTrainer(Observed seen) {
    var ended =
        seen.pods().stream()
            .filter(Pods::ended)
            .flatMap(pod -> Ending.of(pod).said().stream())
            .mapToInt(said -> said.attempt())
            .max()
            .orElse(0);
    return Math.max(ended, seen.report().map(live -> live.report().attempt()).orElse(0));
  }

  /** The Job controller counts what it has seen; a pod that has just failed is not in it yet. */
  private static int failures(Observed seen) {
    return seen.job()
        .map(
            job -> {
              var visible =
                  seen.pods().stream()
                      .filter(pod -> pod.hasOwnerReferenceFor(job.getMetadata().getUid()))
                      .filter(Pods::ended)
                      .filter(pod -> Ending.of(pod).failure())
                      .count();
              return Run.of(job).before().failures() + (int) Math.max(visible, countedByJob(job));
            })
        .orElse(0);
  }

  private static int countedByJob(Job job) {
    JobStatus status = job.getStatus();
    if (status == null) {
      return 0;
    }
    var pending = status.getUncountedTerminatedPods();
    return (status.getFailed() == null ? 0 : status.getFailed())
        + (pending == null ? 0 : pending.getFailed().size());
  }
}
