package dev.transferjob.operator.transferjob;

import dev.transferjob.api.TransferJob;
import dev.transferjob.operator.job.Labels;
import dev.transferjob.operator.progress.ProgressInbox;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Turns one TransferJob into one Job per run and tells how it goes. */
@ControllerConfiguration(
    name = "transferjob",
    fieldManager = "transferjob-operator",
    maxReconciliationInterval =
        @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 500, maxInterval = 30_000)
public class TransferJobReconciler implements Reconciler<TransferJob> {
  private final Observer observer;
  private final JobCreation creation;
  private final StatusReport status;
  private final ProgressInbox inbox;
  private final Clock clock;

  TransferJobReconciler(
      Observer observer,
      JobCreation creation,
      StatusReport status,
      ProgressInbox inbox,
      Clock clock) {
    this.observer = observer;
    this.creation = creation;
    this.status = status;
    this.inbox = inbox;
    this.clock = clock;
  }

  @Override
  public UpdateControl<TransferJob> reconcile(TransferJob resource, Context<TransferJob> context) {
    var seen = observer.observe(resource, context);
    return switch (Plan.plan(resource, seen)) {
      case Plan.Nothing _ -> UpdateControl.noUpdate();
      case Plan.Follow _ -> report(resource, seen, context);
      case Plan.Wait wait -> report(resource, seen.with(wait.obstacle()), context);
      case Plan.Create create ->
          report(resource, creation.create(resource, create.run(), seen), context);
    };
  }

  private UpdateControl<TransferJob> report(
      TransferJob resource, Observed seen, Context<TransferJob> context) {
    var now = clock.instant();
    return status.report(resource, StatusRules.status(resource, seen, now), context, now);
  }

  @Override
  public List<EventSource<?, TransferJob>> prepareEventSources(
      EventSourceContext<TransferJob> context) {
    var jobs =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Job.class, TransferJob.class)
                .withLabelSelector(Labels.SELECTOR)
                .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(TransferJob.class))
                .build(),
            context);
    var pods =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Pod.class, TransferJob.class)
                .withLabelSelector(Labels.SELECTOR)
                .withSecondaryToPrimaryMapper(TransferJobReconciler::labelled)
                .build(),
            context);
    return List.of(jobs, pods, inbox.open(context.getPrimaryCache(), pods));
  }

  /** A pod's owner is the Job, which may be gone before it. */
  private static Set<ResourceID> labelled(HasMetadata pod) {
    var name = pod.getMetadata().getLabels().get(Labels.NAME);
    return name == null ? Set.of() : Set.of(new ResourceID(name, pod.getMetadata().getNamespace()));
  }
}
