package dev.transferjob.operator.transferjob;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import dev.transferjob.api.Phase;
import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.operator.events.EventRecorder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Writes a status where it changed, and tells people of transitions. */
@ApplicationScoped
class StatusReport {
  private static final Logger LOG = Logger.getLogger(StatusReport.class);

  /** Soon enough to read the newer object that another write left behind. */
  private static final Duration AFTER_CONFLICT = Duration.ofMillis(200);

  private static final Duration JOB_IS_LATE = Duration.ofSeconds(2);

  private final WriteBudget budget;
  private final EventRecorder events;
  private final JobMetrics metrics;

  StatusReport(WriteBudget budget, EventRecorder events, JobMetrics metrics) {
    this.budget = budget;
    this.events = events;
    this.metrics = metrics;
  }

  /** Writes the status that follows from what is seen, unless it is stored already. */
  UpdateControl<TransferJob> report(
      TransferJob resource, Observed seen, Context<TransferJob> context, Instant now) {
    var old = resource.getStatus();
    var next = StatusRules.status(resource, seen, now);
    if (next.equals(old)) {
      return later(resource, seen, now);
    }
    var moment = Startup.untilTold(old, next, seen, now);
    var wait = moment.isPositive() ? moment : budget.untilNextWrite(old, next, now);
    if (wait.isPositive()) {
      return soonest(Optional.of(wait), Recheck.after(resource, seen, now));
    }
    try {
      return written(resource, write(resource, next, context), seen, now);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_CONFLICT) {
        return again();
      }
      throw e;
    }
  }

  /** Writes nothing, because a newer object is there; looks again when the cache may have it. */
  static UpdateControl<TransferJob> again() {
    return UpdateControl.<TransferJob>noUpdate().rescheduleAfter(AFTER_CONFLICT);
  }

  /**
   * Writes nothing after a Job was created: the watch tells of it at once, and of many jobs each is
   * to have its Job before the first status is written. What happened meanwhile is in that one
   * write. Where the watch is late, the Job is asked for.
   */
  static UpdateControl<TransferJob> whenTheJobIsSeen() {
    return UpdateControl.<TransferJob>noUpdate().rescheduleAfter(JOB_IS_LATE);
  }

  /** Writes nothing, and looks again when it is time to. */
  UpdateControl<TransferJob> later(TransferJob resource, Observed seen, Instant now) {
    return soonest(Optional.empty(), Recheck.after(resource, seen, now));
  }

  private static UpdateControl<TransferJob> soonest(
      Optional<Duration> one, Optional<Duration> other) {
    var control = UpdateControl.<TransferJob>noUpdate();
    return Stream.of(one, other)
        .flatMap(Optional::stream)
        .min(Duration::compareTo)
        .map(control::rescheduleAfter)
        .orElse(control);
  }

  /**
   * Replaces the status alone, under the version it was computed from: a leader that does not know
   * that it was replaced, or a late cache, gets a conflict and can never revert anything. The whole
   * status is the operator's, so nothing is gained by server-side apply, which costs the API server
   * twice as much.
   */
  private TransferJob write(
      TransferJob resource, TransferJobStatus next, Context<TransferJob> context) {
    var identity = resource.getMetadata();
    var update = new TransferJob();
    update.setMetadata(
        new ObjectMetaBuilder()
            .withName(identity.getName())
            .withNamespace(identity.getNamespace())
            .withUid(identity.getUid())
            .withResourceVersion(identity.getResourceVersion())
            .build());
    update.setStatus(next);
    return metrics.timed("status", () -> context.resourceOperations().updatePrimaryStatus(update));
  }

  private UpdateControl<TransferJob> written(
      TransferJob resource, TransferJob stored, Observed seen, Instant now) {
    var next = stored.getStatus();
    metrics.stored(resource.getStatus(), next);
    Transition.between(resource.getStatus(), next).ifPresent(t -> tell(resource, t));
    // A change that arrived while the status was on its way would be filtered out as our own.
    var planned = resource.getMetadata().getGeneration();
    return stored.getMetadata().getGeneration().equals(planned) && !announces(stored, seen)
        ? later(stored, seen, now)
        : UpdateControl.<TransferJob>noUpdate().reschedule();
  }

  /** The job's name and UID are in the log's context. */
  private void tell(TransferJob resource, Transition transition) {
    LOG.infof("%s: %s", transition.reason(), transition.message());
    events.record(resource, transition.type(), transition.reason().name(), transition.message());
  }

  /** Whether a deletion was announced that is to follow at once. */
  private static boolean announces(TransferJob stored, Observed seen) {
    return seen.standingJob().isPresent()
        && (stored.getStatus().phase() == Phase.Suspended || stored.getStatus().isFinished());
  }
}
