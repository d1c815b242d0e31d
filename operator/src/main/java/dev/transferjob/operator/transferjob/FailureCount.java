package dev.transferjob.operator.transferjob;

import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.operator.job.Run;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.util.List;
import java.util.Optional;

/**
 * How many attempts failed over all runs. Within a run the Job controller counts; a pod that has
 * just failed is not in its count yet, and a pod that is stopped fails by no fault of its own.
 */
record FailureCount(TransferJobStatus old, Observed seen) {

  int total() {
    return seen.job()
        .map(job -> Math.max(stored(), Run.of(job).before().failures() + ofRun(job)))
        .orElseGet(() -> stored() + failedSinceStored());
  }

  private int ofRun(Job job) {
    return Math.max(visible(job), counted(job));
  }

  /**
   * Whether the Job has counted more failures than the cached pods and the stored status tell of.
   * Then the pods have to be read anew: an attempt that the Job has counted and whose pod is seen
   * later would be counted twice.
   */
  static boolean isAhead(TransferJobStatus old, Job job, List<Pod> cached) {
    var known = new FailureCount(old, new Observed(Optional.of(job), List.of(), cached));
    int before = Run.of(job).before().failures();
    return before > known.stored()
        || before + counted(job) > Math.max(known.stored(), before + known.visible(job));
  }

  private int stored() {
    return old.attempts() == null ? 0 : old.attempts().failures();
  }

  private int visible(Job job) {
    return (int) seen.pods().stream().filter(pod -> isOf(pod, job) && failedByItself(pod)).count();
  }

  /** The Job is gone, so what its pods did last is counted here. */
  private int failedSinceStored() {
    return (int)
        seen.pods().stream()
            .filter(FailureCount::failedByItself)
            .filter(pod -> !isStoredAsEnded(pod))
            .count();
  }

  private boolean isStoredAsEnded(Pod pod) {
    return Pods.isOlder(pod, old)
        || old.attemptHistory().stream()
            .anyMatch(known -> known.hasEnded() && pod.getMetadata().getName().equals(known.pod()));
  }

  private static boolean failedByItself(Pod pod) {
    return Pods.ended(pod) && !Pods.stopping(pod) && Ending.of(pod).failure();
  }

  private static boolean isOf(Pod pod, Job job) {
    return pod.hasOwnerReferenceFor(job.getMetadata().getUid());
  }

  private static int counted(Job job) {
    JobStatus status = job.getStatus();
    if (status == null) {
      return 0;
    }
    var pending = status.getUncountedTerminatedPods();
    return (status.getFailed() == null ? 0 : status.getFailed())
        + (pending == null ? 0 : pending.getFailed().size());
  }
}
