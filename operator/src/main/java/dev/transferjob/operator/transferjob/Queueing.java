package dev.transferjob.operator.transferjob;

import dev.transferjob.api.ConditionStatus;
import dev.transferjob.api.QueueStatus;
import dev.transferjob.operator.queue.Kueue;
import dev.transferjob.operator.queue.Workload;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where a run's Job stands in its queue.
 *
 * @param waits whether the queue holds it
 * @param cause why the job does not run, if it waits, in the operator's words
 * @param reason why, in Kueue's words where it has said something
 * @param detail what happened here; may be empty
 */
record Queueing(boolean waits, Reason cause, String reason, String detail, QueueStatus status) {

  /** Empty where no queue is concerned. */
  static Optional<Queueing> of(Observed seen) {
    return seen.standingJob()
        .filter(job -> !Verdict.isFinished(job))
        .filter(job -> Kueue.holds(job) || Kueue.queue(job).isPresent())
        .map(job -> Kueue.holds(job) ? waiting(job, seen) : admitted(job, seen));
  }

  /** The condition Queued. */
  ConditionStatus condition() {
    return waits ? ConditionStatus.True : ConditionStatus.False;
  }

  /** With the next thing to do. */
  String message() {
    return cause.explain(detail);
  }

  /** Why Kueue has taken back what it had granted; empty if it has not. */
  static Optional<String> eviction(Observed seen) {
    return seen.kueue()
        .workload()
        .flatMap(workload -> workload.condition("Evicted", "True"))
        .map(Condition::getMessage);
  }

  private static Queueing waiting(Job job, Observed seen) {
    var missing = seen.obstacle().filter(found -> found.reason() == Reason.QueueNotFound);
    if (seen.kueue().workload().isPresent() && missing.isEmpty()) {
      return waiting(job, seen.kueue().workload().get());
    }
    var cause = missing.map(Obstacle::reason).orElseGet(() -> without(job, seen));
    var detail = missing.map(Obstacle::detail).orElseGet(() -> detail(cause));
    var workload = seen.kueue().workload().map(known -> known.getMetadata().getName()).orElse(null);
    var since = job.getMetadata().getCreationTimestamp();
    return new Queueing(
        true, cause, cause.name(), detail, status(job, workload, cause.name(), since));
  }

  /** Why there is no Workload. */
  private static Reason without(Job job, Observed seen) {
    if (Kueue.queue(job).isEmpty()) {
      return Reason.JobSuspended;
    }
    return seen.kueue().installed() ? Reason.Queued : Reason.KueueNotInstalled;
  }

  private static String detail(Reason cause) {
    return cause == Reason.Queued
        ? "Kueue has not taken up the Job yet. If it lasts, see whether Kueue runs and the"
            + " WorkloadPriorityClass exists"
        : "";
  }

  private static Queueing waiting(Job job, Workload workload) {
    var said =
        workload
            .condition("Finished", "True")
            .or(() -> workload.condition("QuotaReserved", "False"))
            .or(() -> workload.condition("Evicted", "True"))
            .or(() -> workload.condition("QuotaReserved", "True"));
    var reason = said.map(Condition::getReason).orElse(Reason.Queued.name());
    var detail = said.map(Condition::getMessage).orElse("") + checks(workload);
    var since =
        said.map(Condition::getLastTransitionTime)
            .orElse(workload.getMetadata().getCreationTimestamp());
    return new Queueing(
        true,
        Reason.Queued,
        reason,
        detail,
        status(job, workload.getMetadata().getName(), reason, since));
  }

  /** The admission checks that have not agreed, once the quota is reserved. */
  private static String checks(Workload workload) {
    return workload.condition("QuotaReserved", "True").isEmpty()
        ? ""
        : workload.getStatus().admissionChecks().stream()
            .filter(check -> !"Ready".equals(check.state()))
            .map(
                check ->
                    "; admission check %s is %s: %s"
                        .formatted(check.name(), check.state(), check.message()))
            .collect(Collectors.joining());
  }

  private static Queueing admitted(Job job, Observed seen) {
    var workload = seen.kueue().workload();
    var since =
        workload
            .flatMap(known -> known.condition("Admitted", "True"))
            .map(Condition::getLastTransitionTime)
            .orElse(null);
    return new Queueing(
        false,
        Reason.Admitted,
        Reason.Admitted.name(),
        workload.map(Queueing::place).orElse(""),
        status(
            job,
            workload.map(known -> known.getMetadata().getName()).orElse(null),
            Reason.Admitted.name(),
            since));
  }

  private static String place(Workload workload) {
    if (workload.getStatus() == null || workload.getStatus().admission() == null) {
      return "";
    }
    var admission = workload.getStatus().admission();
    var flavors = new TreeSet<String>();
    admission.podSetAssignments().forEach(each -> flavors.addAll(each.flavors().values()));
    return "ClusterQueue %s has let the job in, on %s"
        .formatted(admission.clusterQueue(), String.join(", ", flavors));
  }

  private static QueueStatus status(Job job, String workload, String reason, String since) {
    return new QueueStatus(Kueue.queue(job).orElse(null), workload, reason, since);
  }
}
