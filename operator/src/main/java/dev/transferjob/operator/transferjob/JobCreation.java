package dev.transferjob.operator.transferjob;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import dev.transferjob.api.TransferJob;
import dev.transferjob.operator.job.Accelerators;
import dev.transferjob.operator.job.DeviceClaim;
import dev.transferjob.operator.job.Run;
import dev.transferjob.operator.job.TrainerJob;
import dev.transferjob.operator.job.TrainerSettings;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceClaimTemplate;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Creates a run's Job by one plain POST; its deterministic name makes a second one harmless. */
@ApplicationScoped
class JobCreation {
  private static final int HTTP_UNPROCESSABLE = 422;
  private static final String NO_CLAIMS =
      "accelerator.deviceClassName needs resource.k8s.io/v1, of Kubernetes 1.34 or newer: ";

  private final KubernetesClient client;
  private final TrainerSettings settings;
  private final JobMetrics metrics;
  private final Created created;

  JobCreation(
      KubernetesClient client, TrainerSettings settings, JobMetrics metrics, Created created) {
    this.created = created;
    this.metrics = metrics;
    this.client = client;
    this.settings = settings;
  }

  /**
   * Whether the API server still holds the version that this was planned from. Unlike a status, a
   * Job is created under no version, and a cache may have been filled by a server that lags behind:
   * it may not know that the job has ended, or was created again.
   */
  boolean isCurrent(TransferJob resource) {
    return LiveVersion.isThatOf(resource, client);
  }

  /**
   * What is seen afterwards if that is not the new Job: one that was there, or why there is none.
   */
  Optional<Observed> create(TransferJob resource, Run run, Observed seen) {
    var problem = Accelerators.problem(resource.getSpec(), settings.vendors());
    return problem.isPresent()
        ? Optional.of(seen.with(new Obstacle(Reason.InvalidSpec, problem.get())))
        : post(resource, run, seen);
  }

  private Optional<Observed> post(TransferJob resource, Run run, Observed seen) {
    var desired = TrainerJob.desired(resource, run, settings);
    created.note(resource);
    try {
      DeviceClaim.desired(resource, settings.vendors()).ifPresent(this::createOnce);
      metrics.timed("create", () -> client.resource(desired).create());
      return Optional.empty();
    } catch (KubernetesClientException refused) {
      return Optional.of(
          switch (refused.getCode()) {
            case HTTP_CONFLICT -> existing(resource, desired, seen);
            case HTTP_FORBIDDEN -> seen.with(Refusal.of(reason(refused)));
            case HTTP_UNPROCESSABLE -> seen.with(Refusal.ofInvalid(reason(refused)));
            case HTTP_NOT_FOUND -> withoutClaims(resource, seen, refused);
            default -> throw refused;
          });
    }
  }

  /** Its name has the TransferJob's UID in it, so one that is there already is of it. */
  private void createOnce(ResourceClaimTemplate template) {
    try {
      metrics.timed("create", () -> client.resource(template).create());
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HTTP_CONFLICT) {
        throw refused;
      }
    }
  }

  private static Observed withoutClaims(
      TransferJob resource, Observed seen, KubernetesClientException refused) {
    if (resource.getSpec().accelerator() == null) {
      throw refused;
    }
    return seen.with(new Obstacle(Reason.InvalidSpec, NO_CLAIMS + reason(refused)));
  }

  /** An earlier POST may have been carried out although its answer was lost. */
  private Observed existing(TransferJob resource, Job desired, Observed seen) {
    var existing = client.resource(desired).get();
    if (existing != null && TrainerJob.isOf(resource, existing)) {
      return seen.with(existing);
    }
    var name = desired.getMetadata().getName();
    return seen.with(new Obstacle(Reason.NameTaken, "Job " + name + " is not of this TransferJob"));
  }

  private static String reason(KubernetesClientException refused) {
    return refused.getStatus() == null || refused.getStatus().getMessage() == null
        ? refused.getMessage()
        : refused.getStatus().getMessage();
  }
}
