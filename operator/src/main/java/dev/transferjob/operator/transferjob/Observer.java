package dev.transferjob.operator.transferjob;

import dev.transferjob.api.TransferJob;
import dev.transferjob.operator.job.Labels;
import dev.transferjob.operator.job.Run;
import dev.transferjob.operator.job.TrainerJob;
import dev.transferjob.operator.progress.ProgressInbox;
import dev.transferjob.operator.queue.Kueue;
import dev.transferjob.operator.queue.Workloads;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Looks at what the cluster holds of a TransferJob: in the caches, and live where they may lie. */
@ApplicationScoped
class Observer {
  private final ProgressInbox inbox;
  private final Obstacles obstacles;
  private final Created created;
  private final Workloads workloads;

  Observer(ProgressInbox inbox, Obstacles obstacles, Created created, Workloads workloads) {
    this.workloads = workloads;
    this.inbox = inbox;
    this.obstacles = obstacles;
    this.created = created;
  }

  Observed observe(TransferJob resource, Context<TransferJob> context) {
    var jobs =
        context
            .getSecondaryResourcesAsStream(Job.class)
            .filter(job -> TrainerJob.isOf(resource, job))
            .toList();
    var current = currentRun(resource);
    // A run may have begun although the status that was to say so was never written.
    var job =
        jobs.stream()
            .filter(known -> Run.of(known).number() >= current)
            .max(Comparator.comparingInt(known -> Run.of(known).number()))
            .or(() -> live(resource, TrainerJob.name(resource, current), context));
    var pods = context.getSecondaryResourcesAsStream(Pod.class).toList();
    if (mustReadPods(resource, job, pods)) {
      pods = Observed.merged(live(resource, context), pods);
    }
    var seen =
        new Observed(
            job,
            jobs.stream().filter(known -> Run.of(known).number() < current).toList(),
            pods.stream().filter(pod -> isOf(resource, pod)).toList(),
            pods.stream().filter(pod -> !isOf(resource, pod) && !Pods.ended(pod)).toList(),
            inbox.newest(resource.getMetadata().getUid()),
            Optional.empty(),
            job.map(known -> workloads.of(known, context)).orElse(Kueue.ABSENT));
    return StatusRules.stored(resource).isFinished()
        ? seen
        : obstacles.find(resource, seen, context).map(seen::with).orElse(seen);
  }

  private static int currentRun(TransferJob resource) {
    var stored = StatusRules.stored(resource).run();
    return stored == null ? 1 : stored;
  }

  /** Without its Job, a pod may still train. */
  private boolean mustReadPods(TransferJob resource, Optional<Job> job, List<Pod> cached) {
    var status = StatusRules.stored(resource);
    return !status.isFinished()
        && job.map(known -> Observed.podsAreLate(status, known, cached))
            .orElseGet(() -> mayHaveHadAJob(resource));
  }

  /** After the end nothing depends on the Job. */
  private boolean mayHaveHadAJob(TransferJob resource) {
    var status = StatusRules.stored(resource);
    return (created.contains(resource) || status.run() != null) && !status.isFinished();
  }

  /** A Job that is not in the cache may only be late there, so its absence is asked for. */
  private Optional<Job> live(TransferJob resource, String name, Context<TransferJob> context) {
    if (!mayHaveHadAJob(resource)) {
      return Optional.empty();
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

  /** A pod that outlived its Job must be seen before the next run begins. */
  private static List<Pod> live(TransferJob resource, Context<TransferJob> context) {
    return context
        .getClient()
        .pods()
        .inNamespace(resource.getMetadata().getNamespace())
        .withLabel(Labels.NAME, resource.getMetadata().getName())
        .list()
        .getItems();
  }

  /** A pod whose Job was deleted without it lost its owner, but is known from before. */
  private static boolean isOf(TransferJob resource, Pod pod) {
    return TrainerJob.isOf(resource, pod)
        || (TrainerJob.isLabelled(resource, pod)
            && StatusRules.stored(resource).attemptHistory().stream()
                .anyMatch(attempt -> pod.getMetadata().getName().equals(attempt.pod())));
  }
}
