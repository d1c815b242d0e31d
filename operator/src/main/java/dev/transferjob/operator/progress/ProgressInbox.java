package dev.transferjob.operator.progress;

import dev.transferjob.api.TransferJob;
import dev.transferjob.protocol.ProgressReport;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Holds the newest report of every job and wakes its reconciler. Nothing here outlives the process:
 * the next report comes soon, and an attempt's last word is in its pod.
 */
@ApplicationScoped
public class ProgressInbox {
  private static final int MAX_JOBS = 10_000;

  private final SimpleInboundEventSource<TransferJob> wake = new SimpleInboundEventSource<>();
  private final Map<String, LiveReport> newest = new Bounded<>(MAX_JOBS);
  private final Reporters reporters = new Reporters();
  private final AtomicReference<Caches> caches = new AtomicReference<>();

  private record Caches(Cache<TransferJob> jobs, Cache<Pod> pods) {}

  /** Called once, before anything is reconciled. */
  public EventSource<?, TransferJob> open(Cache<TransferJob> jobs, Cache<Pod> pods) {
    caches.set(new Caches(jobs, pods));
    return wake;
  }

  /** The newest report for the job with this UID. */
  public Optional<LiveReport> newest(String uid) {
    synchronized (newest) {
      return Optional.ofNullable(newest.get(uid));
    }
  }

  /** How many jobs have reported of late. */
  public int reportingJobs() {
    return reporters.count(System.nanoTime());
  }

  /** False if this or a later report of the same attempt is there already, or its step falls. */
  boolean accept(TransferJob job, String podUid, ProgressReport report) {
    reporters.heard(job.getMetadata().getUid(), System.nanoTime());
    synchronized (newest) {
      var last = newest.get(job.getMetadata().getUid());
      if (last != null
          && last.podUid().equals(podUid)
          && (last.report().sequence() >= report.sequence()
              || last.report().step() > report.step())) {
        return false;
      }
      newest.put(job.getMetadata().getUid(), new LiveReport(podUid, report));
    }
    wake.propagateEvent(ResourceID.fromResource(job));
    return true;
  }

  Optional<TransferJob> job(String namespace, String name) {
    return Optional.ofNullable(caches.get())
        .flatMap(known -> known.jobs().get(new ResourceID(name, namespace)));
  }

  Optional<Pod> pod(String namespace, String name) {
    return Optional.ofNullable(caches.get())
        .flatMap(known -> known.pods().get(new ResourceID(name, namespace)));
  }
}
