package dev.transferjob.operator.transferjob;

import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.operator.progress.LiveReport;
import dev.transferjob.operator.queue.Kueue;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the cluster holds of a TransferJob.
 *
 * @param job the Job of the current run
 * @param strays Jobs of other runs, which nobody needs any more
 * @param pods the pods of all runs, oldest first
 * @param predecessors pods that have not ended of an earlier TransferJob of this name
 * @param report the newest progress report
 * @param obstacle what else is in the way
 * @param kueue what Kueue says of the Job
 */
record Observed(
    Optional<Job> job,
    List<Job> strays,
    List<Pod> pods,
    List<Pod> predecessors,
    Optional<LiveReport> report,
    Optional<Obstacle> obstacle,
    Kueue kueue) {

  Observed {
    strays = List.copyOf(strays);
    predecessors = List.copyOf(predecessors);
    pods =
        pods.stream()
            .sorted(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
            .toList();
  }

  /** Only a Job and its pods. */
  Observed(Optional<Job> job, List<Job> strays, List<Pod> pods) {
    this(job, strays, pods, List.of(), Optional.empty(), Optional.empty(), Kueue.ABSENT);
  }

  /**
   * Whether the cache of pods must be late, so that they have to be read from the API server: the
   * Job has counted one that is not there, or has completed by one that has not succeeded there, or
   * an attempt's pod is missing that has not ended.
   */
  static boolean podsAreLate(TransferJobStatus old, Job job, List<Pod> cached) {
    var names = cached.stream().map(pod -> pod.getMetadata().getName()).toList();
    return FailureCount.isAhead(old, job, cached)
        || (Verdict.isTrue(Optional.of(job), "Complete")
            && cached.stream().noneMatch(Pods::succeeded))
        || old.attemptHistory().stream()
            .anyMatch(attempt -> !attempt.hasEnded() && !names.contains(attempt.pod()));
  }

  /**
   * Pods as the API server has them, and with them what a cache still knows of pods that ended and
   * are gone by now.
   */
  static List<Pod> merged(List<Pod> live, List<Pod> cached) {
    var names = live.stream().map(pod -> pod.getMetadata().getName()).toList();
    return Stream.concat(
            live.stream(),
            cached.stream()
                .filter(pod -> Pods.ended(pod) && !names.contains(pod.getMetadata().getName())))
        .toList();
  }

  /** The pod that is pending or running; there is at most one. */
  Optional<Pod> livePod() {
    return pods.stream().filter(pod -> !Pods.ended(pod)).findFirst();
  }

  Optional<Pod> newestPod() {
    return pods.isEmpty() ? Optional.empty() : Optional.of(pods.getLast());
  }

  /** The pod that has ended with the result. */
  Optional<Pod> succeededPod() {
    return pods.reversed().stream().filter(Pods::succeeded).findFirst();
  }

  /** The run's Job, unless it is on its way out. */
  Optional<Job> standingJob() {
    return job.filter(found -> !found.isMarkedForDeletion());
  }

  Observed with(Job created) {
    return new Observed(
        Optional.of(created), strays, pods, predecessors, report, Optional.empty(), kueue);
  }

  Observed with(Obstacle found) {
    return new Observed(job, strays, pods, predecessors, report, Optional.of(found), kueue);
  }
}
