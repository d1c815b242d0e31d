package dev.transferjob.operator.transferjob;

import dev.transferjob.api.TransferJob;
import dev.transferjob.operator.job.Claims;
import dev.transferjob.operator.queue.Kueue;
import dev.transferjob.operator.queue.Workload;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/** Finds out what neither the Job nor its pod tells by itself. */
@ApplicationScoped
class Obstacles {
  private static final ResourceDefinitionContext LOCAL_QUEUE =
      new ResourceDefinitionContext.Builder()
          .withGroup(Workload.GROUP)
          .withVersion("v1beta2")
          .withKind("LocalQueue")
          .withPlural("localqueues")
          .withNamespaced(true)
          .build();

  /** As Kueue has called it until 0.18, and since. */
  private static final Set<String> INADMISSIBLE = Set.of("Inadmissible", "Misconfigured");

  private final KubernetesClient client;

  Obstacles(KubernetesClient client) {
    this.client = client;
  }

  Optional<Obstacle> find(TransferJob resource, Observed seen, Context<TransferJob> context) {
    var live = seen.livePod();
    if (live.isPresent()) {
      return Pods.started(live.get()) ? Optional.empty() : unscheduled(resource, live.get());
    }
    return seen.standingJob().filter(Kueue::holds).isPresent()
        ? seen.standingJob().flatMap(job -> missingQueue(job, seen))
        : seen.job().flatMap(job -> refusedPod(job, seen, context));
  }

  /** Kueue calls many things inadmissible, and does not say which of them this is. */
  private Optional<Obstacle> missingQueue(Job job, Observed seen) {
    var inadmissible =
        seen.kueue()
            .workload()
            .flatMap(workload -> workload.condition("QuotaReserved", "False"))
            .filter(said -> INADMISSIBLE.contains(said.getReason()));
    return inadmissible
        .flatMap(_ -> Kueue.queue(job))
        .filter(queue -> localQueue(job, queue) == null)
        .map(queue -> new Obstacle(Reason.QueueNotFound, missing("LocalQueue", queue)));
  }

  private Object localQueue(Job job, String queue) {
    return client
        .genericKubernetesResources(LOCAL_QUEUE)
        .inNamespace(job.getMetadata().getNamespace())
        .withName(queue)
        .get();
  }

  private static String missing(String kind, String name) {
    return kind + " " + name + " does not exist in this namespace";
  }

  private Optional<Obstacle> unscheduled(TransferJob resource, Pod pod) {
    return Pods.condition(pod, "PodScheduled")
        .filter(scheduled -> "False".equals(scheduled.getStatus()))
        .filter(Waits::namesClaims)
        .flatMap(_ -> missingClaim(resource));
  }

  /** The scheduler does not always say which claim it means. */
  private Optional<Obstacle> missingClaim(TransferJob resource) {
    return Claims.of(resource.getSpec()).all().stream()
        .flatMap(name -> problem(resource.getMetadata().getNamespace(), name).stream())
        .findFirst()
        .map(problem -> new Obstacle(Reason.VolumePending, problem));
  }

  private Optional<String> problem(String namespace, String name) {
    PersistentVolumeClaim claim =
        client.persistentVolumeClaims().inNamespace(namespace).withName(name).get();
    if (claim == null) {
      return Optional.of(missing("PersistentVolumeClaim", name));
    }
    var phase = claim.getStatus() == null ? "Pending" : claim.getStatus().getPhase();
    return "Bound".equals(phase)
        ? Optional.empty()
        : Optional.of("PersistentVolumeClaim " + name + " is " + phase + ", not bound to a volume");
  }

  /** Where the Job controller may not create the pod, only an Event of the Job says so. */
  private static Optional<Obstacle> refusedPod(
      Job job, Observed seen, Context<TransferJob> context) {
    var newest = seen.newestPod().map(pod -> pod.getMetadata().getCreationTimestamp()).orElse("");
    return Refusals.newest(job, newest, context).map(event -> Refusal.of(event.getMessage()));
  }
}
