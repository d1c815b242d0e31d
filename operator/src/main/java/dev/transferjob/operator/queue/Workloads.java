package dev.transferjob.operator.queue;

import dev.transferjob.api.TransferJob;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Kueue's Workloads. They are watched only where Kueue is, also where it comes later. */
@ApplicationScoped
public class Workloads {
  private static final Logger LOG = Logger.getLogger(Workloads.class);
  private static final String SOURCE = "workloads";

  /** As TrainerJob names Jobs: the TransferJob, five digits of its UID, the run. */
  private static final Pattern JOB = Pattern.compile("(?<name>.+)-[0-9a-f]{5}-[0-9]+");

  private volatile boolean watched;

  /** The watch, if Kueue is there when the operator starts. */
  public Optional<EventSource<Workload, TransferJob>> open(
      EventSourceContext<TransferJob> context) {
    watched = isInstalled(context.getClient());
    return watched ? Optional.of(source(context)) : Optional.empty();
  }

  /** What Kueue says of the Job. Whether it is there by now is asked only where a Job is held. */
  public Kueue of(Job job, Context<TransferJob> context) {
    if (!watched && Kueue.holds(job)) {
      watch(context);
    }
    return watched
        ? new Kueue(
            true,
            context
                .getSecondaryResourcesAsStream(Workload.class)
                .filter(workload -> workload.hasOwnerReferenceFor(job.getMetadata().getUid()))
                .findFirst())
        : Kueue.ABSENT;
  }

  private synchronized void watch(Context<TransferJob> context) {
    if (!watched && isInstalled(context.getClient())) {
      LOG.info("Kueue is installed by now: its Workloads are watched");
      var sources = context.eventSourceRetriever();
      sources.dynamicallyRegisterEventSource(
          source(sources.eventSourceContextForDynamicRegistration()));
      watched = true;
    }
  }

  private static boolean isInstalled(KubernetesClient client) {
    return client.supports(Workload.class);
  }

  private static EventSource<Workload, TransferJob> source(
      EventSourceContext<TransferJob> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Workload.class, TransferJob.class)
            .withName(SOURCE)
            .withSecondaryToPrimaryMapper(Workloads::transferJob)
            .build(),
        context);
  }

  /** Found by the name of the Job that owns it, which the cache of Jobs may not hold yet. */
  private static Set<ResourceID> transferJob(Workload workload) {
    return owners(workload)
        .filter(owner -> "Job".equals(owner.getKind()) && "batch/v1".equals(owner.getApiVersion()))
        .map(owner -> JOB.matcher(owner.getName()))
        .filter(matcher -> matcher.matches())
        .map(
            matcher -> new ResourceID(matcher.group("name"), workload.getMetadata().getNamespace()))
        .findFirst()
        .map(Set::of)
        .orElse(Set.of());
  }

  private static Stream<OwnerReference> owners(Workload workload) {
    return workload.getMetadata().getOwnerReferences().stream();
  }
}
