package dev.transferjob.operator.transferjob;

import dev.transferjob.api.Condition;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.Set;

/** Looks again after a while at what no watch tells. */
final class Recheck {
  private static final Duration PERIOD = Duration.ofSeconds(10);

  /** Claims, quotas, policies and foreign Jobs are not watched: that would need more rights. */
  private static final Set<Reason> UNWATCHED =
      Set.of(
          Reason.PodPending,
          Reason.VolumePending,
          Reason.QuotaExceeded,
          Reason.PolicyDenied,
          Reason.NameTaken,
          Reason.InvalidSpec);

  private Recheck() {}

  static UpdateControl<TransferJob> schedule(
      TransferJobStatus status, UpdateControl<TransferJob> control) {
    var unwatched =
        !status.isFinished()
            && status
                .condition(ConditionType.Running)
                .map(Condition::reason)
                .map(Reason::valueOf)
                .filter(reason -> UNWATCHED.contains(reason) || reason.endsAttempts())
                .isPresent();
    return unwatched ? control.rescheduleAfter(PERIOD) : control;
  }
}
