package dev.transferjob.quickstart;

import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Applies a TransferJob and follows its status to the end. */
public final class JobRun {
  private static final Duration DELETION = Duration.ofMinutes(2);

  private final Resource<TransferJob> resource;
  private final TransferJob job;

  public JobRun(KubernetesClient client, TransferJob job) {
    this.resource = client.resource(job);
    this.job = job;
  }

  /** Creates the job; one of the same name is removed first. */
  public void create() {
    if (resource.get() != null) {
      resource.delete();
      resource.waitUntilCondition(found -> found == null, DELETION.toSeconds(), TimeUnit.SECONDS);
    }
    resource.create();
  }

  /**
   * Waits until the job has completed or failed.
   *
   * @param seen is given every status on the way, the last one too
   * @throws TimeoutException if it has not ended after {@code patience}
   */
  public TransferJobStatus follow(Consumer<TransferJobStatus> seen, Duration patience)
      throws InterruptedException, TimeoutException {
    BlockingQueue<TransferJobStatus> statuses = new LinkedBlockingQueue<>();
    Instant end = Instant.now().plus(patience);
    try (var _ = resource.inform(new StatusHandler(statuses))) {
      while (true) {
        long left = Duration.between(Instant.now(), end).toMillis();
        TransferJobStatus status = statuses.poll(left, TimeUnit.MILLISECONDS);
        if (status == null) {
          throw new TimeoutException(
              "TransferJob %s has not ended after %d s"
                  .formatted(job.getMetadata().getName(), patience.toSeconds()));
        }
        seen.accept(status);
        if (status.isFinished()) {
          return status;
        }
      }
    }
  }

  private record StatusHandler(BlockingQueue<TransferJobStatus> statuses)
      implements ResourceEventHandler<TransferJob> {
    @Override
    public void onAdd(TransferJob found) {
      put(found);
    }

    @Override
    public void onUpdate(TransferJob before, TransferJob now) {
      put(now);
    }

    @Override
    public void onDelete(TransferJob gone, boolean isLastStateUnknown) {}

    private void put(TransferJob found) {
      if (found.getStatus() != null) {
        statuses.add(found.getStatus());
      }
    }
  }
}
