package dev.transferjob.operator.transferjob;

import dev.transferjob.api.Phase;
import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.operator.job.Run;
import dev.transferjob.operator.queue.KueueLabels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.Optional;

/** What to do next for a TransferJob. */
sealed interface Plan {

  /** Nothing is to be done, and nothing to be told. */
  record Nothing() implements Plan {}

  /** Nothing is to be done; what is seen is told. */
  record Follow() implements Plan {}

  /** Nothing can be created yet. */
  record Wait(Obstacle obstacle) implements Plan {}

  /** Create the Job of this run. */
  record Create(Run run) implements Plan {}

  /** Give this queued Job another priority. */
  record Prioritise(Job job, String priorityClass) implements Plan {}

  /** Delete this Job; its pods are stopped first. */
  record Delete(Job job) implements Plan {}

  /** Decides by what is stored and seen, and the time. */
  static Plan plan(TransferJob resource, Observed seen, Instant now) {
    if (resource.isMarkedForDeletion() || resource.getSpec().isManagedElsewhere()) {
      return new Nothing();
    }
    // Only a leader that does not know it was replaced makes such a Job.
    var stray = seen.strays().stream().filter(job -> !job.isMarkedForDeletion()).findFirst();
    if (stray.isPresent()) {
      return new Delete(stray.get());
    }
    if (StatusRules.stored(resource).isFinished()) {
      return afterTheEnd(resource, seen, now);
    }
    if (StatusRules.verdict(resource, seen, now).isPresent()) {
      return new Follow();
    }
    return resource.getSpec().suspend() ? suspended(resource, seen) : going(resource, seen, now);
  }

  private static Plan afterTheEnd(TransferJob resource, Observed seen, Instant now) {
    var job = seen.standingJob();
    var useless =
        job.filter(found -> End.of(resource).forbids(found))
            .or(() -> job.filter(_ -> End.of(resource).ttlHasPassed(now)));
    return useless.<Plan>map(Delete::new).orElseGet(Nothing::new);
  }

  /**
   * The deletion follows a stored status that announces it: whoever works with an old spec cannot
   * store that, and so deletes nothing.
   */
  private static Plan suspended(TransferJob resource, Observed seen) {
    var status = StatusRules.stored(resource);
    var announced =
        status.phase() == Phase.Suspended
            && resource.getMetadata().getGeneration().equals(status.observedGeneration());
    return seen.standingJob().filter(_ -> announced).<Plan>map(Delete::new).orElseGet(Follow::new);
  }

  private static Plan going(TransferJob resource, Observed seen, Instant now) {
    if (seen.standingJob().isPresent()) {
      return priority(resource, seen.standingJob().get()).orElseGet(Follow::new);
    }
    // A pod that outlives its Job still trains and writes: two must never run at once.
    if (seen.job().isPresent() || seen.livePod().isPresent()) {
      return new Wait(new Obstacle(Reason.JobDeleted, ""));
    }
    return seen.predecessors().stream()
        .findFirst()
        .map(Plan::predecessor)
        .orElseGet(() -> new Create(nextRun(resource, seen, now)));
  }

  /** Kueue lets a Job's priority change, but not come or go. */
  private static Optional<Plan> priority(TransferJob resource, Job job) {
    var wanted = resource.getSpec().priorityClassName();
    var labels = job.getMetadata().getLabels();
    return resource.getSpec().queueName() == null || wanted == null || labels == null
        ? Optional.empty()
        : Optional.ofNullable(labels.get(KueueLabels.PRIORITY))
            .filter(known -> !known.equals(wanted))
            .map(_ -> new Prioritise(job, wanted));
  }

  private static Plan predecessor(Pod pod) {
    var detail =
        "Pod %s belongs to a deleted TransferJob of this name and still runs"
            .formatted(pod.getMetadata().getName());
    return new Wait(new Obstacle(Reason.PredecessorRunning, detail));
  }

  /** A run whose number is stored had a Job; it vanished, so the next one begins. */
  private static Run nextRun(TransferJob resource, Observed seen, Instant now) {
    TransferJobStatus status = StatusRules.stored(resource);
    var before = StatusRules.log(resource, seen, now).attempts();
    return new Run(status.run() == null ? 1 : status.run() + 1, before);
  }
}
