package dev.transferjob.operator.queue;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;

/**
 * What Kueue says of a run's Job.
 *
 * @param installed whether the cluster has Kueue, as far as is known
 * @param workload what it has made of the Job
 */
public record Kueue(boolean installed, Optional<Workload> workload) {
  public static final Kueue ABSENT = new Kueue(false, Optional.empty());

  /** Whether something holds the Job back; with Kueue, that is its queue. */
  public static boolean holds(Job job) {
    return job.getSpec() != null && Boolean.TRUE.equals(job.getSpec().getSuspend());
  }

  /** The queue that the Job is in; Kueue itself may have put it into the one named default. */
  public static Optional<String> queue(Job job) {
    var labels = job.getMetadata().getLabels();
    return labels == null ? Optional.empty() : Optional.ofNullable(labels.get(KueueLabels.QUEUE));
  }
}
