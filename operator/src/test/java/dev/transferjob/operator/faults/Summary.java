package dev.transferjob.operator.faults;

import dev.transferjob.api.AttemptRecord;
import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Objects in a line, without names, times, and whatever else differs from run to run. */
final class Summary {
  private Summary() {}

  /** What is there in the end. */
  static String of(History history) {
    return Stream.of(
            Stream.of(history.counts()),
            history.resource().stream().map(resource -> "TransferJob " + of(resource)),
            history.jobs().stream().map(job -> "Job " + of(job)).sorted(),
            history.pods().stream().map(pod -> "Pod " + of(pod)).sorted())
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n"));
  }

  static String of(HasMetadata object) {
    return switch (object) {
      case TransferJob resource ->
          resource.getStatus() == null ? "without status" : of(resource.getStatus());
      case Job job -> of(job);
      case Pod pod -> of(pod);
      default -> "";
    };
  }

  private static String of(TransferJobStatus status) {
    return "generation %d, run %d, %s, %s, %s, %s, result %s"
        .formatted(
            status.observedGeneration(),
            status.run(),
            status.phase(),
            status.conditions().stream()
                .map(c -> c.type() + "=" + c.status() + "/" + c.reason())
                .toList(),
            status.attempts(),
            attempts(status.attemptHistory()),
            status.result() == null ? "none" : status.result().samples());
  }

  private static String attempts(List<AttemptRecord> attempts) {
    return attempts.stream()
        .map(a -> a.number() + "/" + a.run() + "/" + a.reason() + "/" + exitCode(a))
        .toList()
        .toString();
  }

  /** A pod that was stopped from outside may go unread. */
  private static Integer exitCode(AttemptRecord attempt) {
    return "Preempted".equals(attempt.reason()) ? null : attempt.exitCode();
  }

  private static String of(Job job) {
    return "%s, failed %s, %s%s"
        .formatted(
            run(job),
            job.getStatus().getFailed(),
            job.getStatus().getConditions().stream().map(JobCondition::getType).sorted().toList(),
            job.isMarkedForDeletion() ? ", is being deleted" : "");
  }

  private static String of(Pod pod) {
    return "%s, %s%s"
        .formatted(
            run(pod),
            pod.getStatus().getPhase(),
            pod.isMarkedForDeletion() ? ", is being deleted" : "");
  }

  private static String run(HasMetadata object) {
    return "run " + object.getMetadata().getLabels().get("transferjob.dev/run");
  }
}
