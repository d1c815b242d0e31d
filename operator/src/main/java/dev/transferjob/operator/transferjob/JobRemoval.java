package dev.transferjob.operator.transferjob;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;

/** Deletes a Job so that it stays until its pods are gone, which shows that they are. */
@ApplicationScoped
class JobRemoval {
  private final KubernetesClient client;
  private final JobMetrics metrics;

  JobRemoval(KubernetesClient client, JobMetrics metrics) {
    this.client = client;
    this.metrics = metrics;
  }

  /**
   * Whether the API server still holds the Job as it was seen. A late cache may know one as running
   * that has ended with its TransferJob, and is to stay with its pod's log.
   */
  boolean isCurrent(Job job) {
    return LiveVersion.isThatOf(job, client);
  }

  /** That the Job is gone already is as good. */
  void remove(Job job) {
    metrics.timed(
        "delete",
        () -> client.resource(job).withPropagationPolicy(DeletionPropagation.FOREGROUND).delete());
  }
}
