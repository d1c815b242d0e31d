package dev.transferjob.operator.transferjob;

import dev.transferjob.api.TransferJob;
import dev.transferjob.operator.job.Labels;
import dev.transferjob.operator.job.TrainerJob;
import dev.transferjob.operator.progress.ProgressInbox;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Looks at what the cluster holds of a TransferJob: in the caches, and live where they may lie. */
@ApplicationScoped
class Observer {
  private final ProgressInbox inbox;
  private final Obstacles obstacles;

  Observer(ProgressInbox inbox, Obstacles obstacles) {
    this.inbox = inbox;
    this.obstacles = obstacles;
  }

  Observed observe(TransferJob resource, Context<TransferJob> context) {
    var job = job(resource, context);
    var pods = pods(resource, context);
    var report = inbox.newest(resource.getMetadata().getUid());
    var seen = new Observed(job, pods, report, Optional.empty());
    return obstacles.find(resource, seen).map(seen::with).orElse(seen);
  }

  /** A Job that is not in the cache may only be late there, so its absence is asked for. */
  private static Optional<Job> job(TransferJob resource, Context<TransferJob> context) {
    var stored = resource.getStatus() == null ? null : resource.getStatus().run();
    var name = TrainerJob.name(resource, stored == null ? 1 : stored);
    var cached =
        context
            .getSecondaryResourcesAsStream(Job.class)
            .filter(
                job -> job.getMetadata().getName().equals(name) && TrainerJob.isOf(resource, job))
            .findFirst();
    if (cached.isPresent() || stored == null) {
      return cached;
    }
    return Optional.ofNullable(
            context
                .getClient()
                .batch()
                .v1()
                .jobs()
                .inNamespace(resource.getMetadata().getNamespace())
                .withName(name)
                .get())
        .filter(job -> TrainerJob.isOf(resource, job));
  }

  private static List<Pod> pods(TransferJob resource, Context<TransferJob> context) {
    return context
        .getSecondaryResourcesAsStream(Pod.class)
        .filter(pod -> isOf(resource, pod))
        .toList();
  }

  private static boolean isOf(TransferJob resource, Pod pod) {
    return resource.getMetadata().getUid().equals(pod.getMetadata().getLabels().get(Labels.UID));
  }
}
