package dev.transferjob.operator.transferjob;

import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a finished TransferJob demands of its Job. */
record End(TransferJobStatus status, Optional<Duration> ttl) {

  static End of(TransferJob resource) {
    var seconds = resource.getSpec().ttlSecondsAfterFinished();
    return new End(resource.getStatus(), Optional.ofNullable(seconds).map(Duration::ofSeconds));
  }

  /**
   * Whether a Job must not go on: its TransferJob has failed, or it was made after the end. One
   * that ends by itself is left, with its pod and logs.
   */
  boolean forbids(Job job) {
    return !Verdict.isFinished(job)
        && (status.isTrue(ConditionType.Failed)
            || job.getMetadata().getCreationTimestamp().compareTo(status.completionTime()) > 0);
  }

  boolean ttlHasPassed(Instant now) {
    return expiry().filter(time -> !now.isBefore(time)).isPresent();
  }

  /** When the Job is to be removed, if ever. */
  Optional<Instant> expiry() {
    return ttl.map(after -> Instant.parse(status.completionTime()).plus(after));
  }
}
