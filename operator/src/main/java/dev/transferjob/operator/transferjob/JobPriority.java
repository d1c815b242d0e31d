package dev.transferjob.operator.transferjob;

import dev.transferjob.operator.queue.KueueLabels;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;

/** Gives a queued Job another priority: beside its deletion all that is ever done to a Job. */
@ApplicationScoped
class JobPriority {
  private final KubernetesClient client;
  private final JobMetrics metrics;

  JobPriority(KubernetesClient client, JobMetrics metrics) {
    this.client = client;
    this.metrics = metrics;
  }

  /** Only if the Job is still as it was seen, so that an old leader reverts nothing. */
  Job set(Job job, String priorityClass) {
    var identity = job.getMetadata();
    var metadata =
        new ObjectMetaBuilder()
            .withUid(identity.getUid())
            .withResourceVersion(identity.getResourceVersion())
            .addToLabels(KueueLabels.PRIORITY, priorityClass)
            .build();
    return metrics.timed("prioritise", () -> new MetadataPatch(metadata).send(client, job));
  }
}
