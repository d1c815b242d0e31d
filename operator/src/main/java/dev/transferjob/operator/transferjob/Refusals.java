package dev.transferjob.operator.transferjob;

import dev.transferjob.api.TransferJob;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * Why the Job controller could not create a pod, which only an Event of the Job tells. They are
 * watched: the API server has no index of Events, and looks through all of them whenever it is
 * asked for those of one Job.
 */
final class Refusals {
  private static final FieldSelector OF_JOBS =
      new FieldSelector(
          new FieldSelector.Field("involvedObject.kind", "Job"),
          new FieldSelector.Field("reason", "FailedCreate"));

  private Refusals() {}

  static InformerEventSource<Event, TransferJob> source(EventSourceContext<TransferJob> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Event.class, TransferJob.class)
            .withFieldSelector(OF_JOBS)
            .withSecondaryToPrimaryMapper(Refusals::transferJob)
            .build(),
        context);
  }

  /** What was said of the Job last, if it is later than this time. */
  static Optional<Event> newest(Job job, String after, Context<TransferJob> context) {
    return context
        .getSecondaryResourcesAsStream(Event.class)
        .filter(event -> job.getMetadata().getUid().equals(event.getInvolvedObject().getUid()))
        .filter(event -> time(event).compareTo(after) > 0)
        .max(Comparator.comparing(Refusals::time));
  }

  private static String time(Event event) {
    return event.getLastTimestamp() == null ? "" : event.getLastTimestamp();
  }

  /** By the Job's name: the TransferJob's, five digits of its UID, and the run's number. */
  private static Set<ResourceID> transferJob(Event event) {
    var job = event.getInvolvedObject();
    var uid = job.getName().lastIndexOf('-', job.getName().lastIndexOf('-') - 1);
    return uid <= 0
        ? Set.of()
        : Set.of(new ResourceID(job.getName().substring(0, uid), job.getNamespace()));
  }
}
