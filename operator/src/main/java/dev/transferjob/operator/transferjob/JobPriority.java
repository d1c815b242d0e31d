package dev.transferjob.operator.transferjob;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import dev.transferjob.operator.queue.KueueLabels;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Gives a queued Job another priority: beside its deletion all that is ever done to a Job. */
@ApplicationScoped
class JobPriority {
  private final KubernetesClient client;
  private final JobMetrics metrics;

  JobPriority(KubernetesClient client, JobMetrics metrics) {
    this.client = client;
    this.metrics = metrics;
  }

  /**
   * Only if the Job is still as it was seen, so that an old leader reverts nothing; empty if it is
   * not.
   */
  Optional<Job> set(Job job, String priorityClass) {
    var identity = job.getMetadata();
    var metadata =
        new ObjectMetaBuilder()
            .withUid(identity.getUid())
            .withResourceVersion(identity.getResourceVersion())
            .addToLabels(KueueLabels.PRIORITY, priorityClass)
            .build();
    try {
      return Optional.of(
          metrics.timed("prioritise", () -> new MetadataPatch(metadata).send(client, job)));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_CONFLICT || e.getCode() == HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
