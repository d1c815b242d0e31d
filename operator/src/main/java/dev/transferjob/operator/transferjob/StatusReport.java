package dev.transferjob.operator.transferjob;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.operator.config.OperatorConfig;
import dev.transferjob.operator.events.EventRecorder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/** Writes a status where it changed, and tells people of transitions. */
@ApplicationScoped
class StatusReport {
  /** Soon enough to read the newer object that another write left behind. */
  private static final Duration AFTER_CONFLICT = Duration.ofMillis(200);

  private final Duration progressInterval;
  private final EventRecorder events;
  private final MeterRegistry metrics;

  StatusReport(OperatorConfig config, EventRecorder events, MeterRegistry metrics) {
    this.progressInterval = config.progress().interval();
    this.events = events;
    this.metrics = metrics;
  }

  UpdateControl<TransferJob> report(
      TransferJob resource, TransferJobStatus next, Context<TransferJob> context, Instant now) {
    var old = resource.getStatus();
    if (next.equals(old)) {
      return Recheck.schedule(next, UpdateControl.noUpdate());
    }
    var wait = Throttle.untilNextWrite(old, next, progressInterval, now);
    if (wait.isPositive()) {
      return UpdateControl.<TransferJob>noUpdate().rescheduleAfter(wait);
    }
    try {
      return written(resource, write(resource, next, context), next);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_CONFLICT) {
        return UpdateControl.<TransferJob>noUpdate().rescheduleAfter(AFTER_CONFLICT);
      }
      throw e;
    }
  }

  /**
   * Applies the status alone, under the version it was computed from: a leader that does not know
   * that it was replaced, or a late cache, gets a conflict and can never revert anything.
   */
  private TransferJob write(
      TransferJob resource, TransferJobStatus next, Context<TransferJob> context) {
    var identity = resource.getMetadata();
    var patch = new TransferJob();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(identity.getName())
            .withNamespace(identity.getNamespace())
            .withUid(identity.getUid())
            .withResourceVersion(identity.getResourceVersion())
            .build());
    patch.setStatus(next);
    metrics.counter("transferjob.status.writes").increment();
    return context.resourceOperations().serverSideApplyPrimaryStatus(patch);
  }

  private UpdateControl<TransferJob> written(
      TransferJob resource, TransferJob stored, TransferJobStatus next) {
    Transition.between(resource.getStatus(), next)
        .ifPresent(t -> events.record(resource, t.type(), t.reason().name(), t.message()));
    if (next.isFinished()) {
      var reason = next.conditions().getFirst().reason();
      metrics.counter("transferjob.finished", "reason", reason).increment();
    }
    // A change that arrived while the status was on its way would be filtered out as our own.
    var seen = resource.getMetadata().getGeneration();
    return stored.getMetadata().getGeneration().equals(seen)
        ? Recheck.schedule(next, UpdateControl.noUpdate())
        : UpdateControl.<TransferJob>noUpdate().reschedule();
  }
}
