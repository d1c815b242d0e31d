package dev.transferjob.operator.transferjob;

import dev.transferjob.api.TransferJob;
import dev.transferjob.operator.queue.BoostSettings;
import dev.transferjob.operator.queue.KueueLabels;
import dev.transferjob.operator.queue.Workload;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Tells Kueue what preempting a running job would cost. Off unless it is configured, which the log
 * says at the start: so it is no bean that is made when it is needed first.
 */
@Singleton
class WorkloadBoost {
  private static final Logger LOG = Logger.getLogger(WorkloadBoost.class);

  private final KubernetesClient client;
  private final BoostSettings settings;
  private final JobMetrics metrics;

  WorkloadBoost(KubernetesClient client, BoostSettings settings, JobMetrics metrics) {
    this.client = client;
    this.settings = settings;
    this.metrics = metrics;
    LOG.infof(
        "Checkpoint-aware preemption by Kueue is %s (kueue.priorityBoost.enabled)",
        settings.enabled() ? "on" : "off");
  }

  /** Writes the boost where it changed, and has it looked at again when it will. */
  UpdateControl<TransferJob> keep(
      UpdateControl<TransferJob> control, TransferJob resource, Observed seen, Instant now) {
    if (!settings.enabled() || seen.kueue().workload().isEmpty()) {
      return control;
    }
    var workload = seen.kueue().workload().get();
    var boost = Boost.of(resource, seen, settings, now);
    if (boost.points() != points(workload)) {
      write(workload, boost.points());
    }
    boost
        .next()
        .filter(next -> control.getScheduleDelay().filter(d -> d <= next.toMillis()).isEmpty())
        .ifPresent(next -> control.rescheduleAfter(next.plusMillis(1)));
    return control;
  }

  private static int points(Workload workload) {
    var annotations = workload.getMetadata().getAnnotations();
    var written = annotations == null ? null : annotations.get(KueueLabels.BOOST);
    return written == null ? 0 : Integer.parseInt(written);
  }

  private void write(Workload workload, int points) {
    var metadata =
        new ObjectMetaBuilder()
            .withUid(workload.getMetadata().getUid())
            .addToAnnotations(KueueLabels.BOOST, Integer.toString(points))
            .build();
    try {
      metrics.timed("boost", () -> new MetadataPatch(metadata).send(client, workload));
    } catch (KubernetesClientException e) {
      // The Workload may go with its Job at any time.
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }
}
