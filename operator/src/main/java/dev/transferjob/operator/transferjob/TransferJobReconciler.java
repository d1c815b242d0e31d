package dev.transferjob.operator.transferjob;

import dev.transferjob.api.TransferJob;
import dev.transferjob.operator.job.Labels;
import dev.transferjob.operator.progress.ProgressInbox;
import dev.transferjob.operator.queue.Workloads;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
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
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Turns one TransferJob into one Job per run and tells how it goes. */
@ControllerConfiguration(
    name = "transferjob",
    fieldManager = "transferjob-operator",
    informer = @Informer(itemStore = Memory.OfTransferJobs.class, informerListLimit = Memory.PAGE),
    maxReconciliationInterval =
        @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 500, maxInterval = 30_000)
public class TransferJobReconciler implements Reconciler<TransferJob> {
  private final Observer observer;
  private final JobCreation creation;
  private final JobRemoval removal;
  private final JobPriority priority;
  private final WorkloadBoost boost;
  private final Workloads workloads;
  private final StatusReport status;
  private final ProgressInbox inbox;
  private final JobGauges gauges;
  private final Clock clock;

  TransferJobReconciler(
      Observer observer,
      JobCreation creation,
      JobRemoval removal,
      JobPriority priority,
      WorkloadBoost boost,
      Workloads workloads,
      StatusReport status,
      ProgressInbox inbox,
      JobGauges gauges,
      Clock clock) {
    this.observer = observer;
    this.creation = creation;
    this.removal = removal;
    this.priority = priority;
    this.boost = boost;
    this.workloads = workloads;
    this.status = status;
    this.inbox = inbox;
    this.gauges = gauges;
    this.clock = clock;
  }

  @Override
  public UpdateControl<TransferJob> reconcile(TransferJob resource, Context<TransferJob> context) {
    var seen = observer.observe(resource, context);
    var now = clock.instant();
    return switch (Plan.plan(resource, seen, now)) {
      case Plan.Nothing _ -> status.later(resource, seen, now);
      case Plan.Follow _ ->
          boost.keep(status.report(resource, seen, context, now), resource, seen, now);
      case Plan.Wait wait -> status.report(resource, seen.with(wait.obstacle()), context, now);
      case Plan.Create _ when !creation.isCurrent(resource) -> StatusReport.again();
      case Plan.Create create ->
          creation
              .create(resource, create.run(), seen)
              .map(after -> status.report(resource, after, context, now))
              .orElseGet(StatusReport::whenTheJobIsSeen);
      case Plan.Prioritise change ->
          priority
              .set(change.job(), change.priorityClass())
              .map(changed -> status.report(resource, seen.with(changed), context, now))
              .orElseGet(StatusReport::again);
      case Plan.Delete delete
          when StatusRules.stored(resource).isFinished() && !removal.isCurrent(delete.job()) ->
          StatusReport.again();
      case Plan.Delete delete -> {
        removal.remove(delete.job());
        yield status.report(resource, seen, context, now);
      }
    };
  }

  @Override
  public List<EventSource<?, TransferJob>> prepareEventSources(
      EventSourceContext<TransferJob> context) {
    var jobs =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Job.class, TransferJob.class)
                .withLabelSelector(Labels.SELECTOR)
                .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(TransferJob.class))
                .withItemStore(new TransformingItemStore<>(Memory::of))
                .withInformerListLimit(Memory.PAGE)
                .build(),
            context);
    var pods =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Pod.class, TransferJob.class)
                .withLabelSelector(Labels.SELECTOR)
                .withSecondaryToPrimaryMapper(TransferJobReconciler::labelled)
                .withItemStore(new TransformingItemStore<>(Memory::of))
                .withInformerListLimit(Memory.PAGE)
                .build(),
            context);
    gauges.open(context.getPrimaryCache());
    var sources = new ArrayList<EventSource<?, TransferJob>>(List.of(jobs, pods));
    sources.add(Refusals.source(context));
    sources.add(inbox.open(context.getPrimaryCache(), pods));
    workloads.open(context).ifPresent(sources::add);
    return List.copyOf(sources);
  }

  /** A pod's owner is the Job, which may be gone before it. */
  private static Set<ResourceID> labelled(HasMetadata pod) {
    var name = pod.getMetadata().getLabels().get(Labels.NAME);
    return name == null ? Set.of() : Set.of(new ResourceID(name, pod.getMetadata().getNamespace()));
  }
}
