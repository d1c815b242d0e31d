package dev.transferjob.operator.transferjob;

import dev.transferjob.operator.progress.LiveReport;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the cluster holds of a TransferJob.
 *
 * @param job the Job of the current run
 * @param pods the pods of all runs, oldest first
 * @param report the newest progress report
 * @param obstacle what else is in the way
 */
record Observed(
    Optional<Job> job, List<Pod> pods, Optional<LiveReport> report, Optional<Obstacle> obstacle) {

  Observed {
    pods =
        pods.stream()
            .sorted(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
            .toList();
  }

  /** The pod that is pending or running; there is at most one. */
  Optional<Pod> livePod() {
    return pods.stream().filter(pod -> !Pods.ended(pod)).findFirst();
  }

  Optional<Pod> newestPod() {
    return pods.isEmpty() ? Optional.empty() : Optional.of(pods.getLast());
  }

  Observed with(Job created) {
    return new Observed(Optional.of(created), pods, report, Optional.empty());
  }

  Observed with(Obstacle found) {
    return new Observed(job, pods, report, Optional.of(found));
  }
}
