package dev.transferjob.operator.transferjob;

import dev.transferjob.api.AttemptsStatus;
import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.operator.job.Run;

/** What to do next for a TransferJob. */
sealed interface Plan {

  /** The job is finished or being deleted. */
  record Nothing() implements Plan {}

  /** The run's Job is there. */
  record Follow() implements Plan {}

  /** Nothing can be created yet. */
  record Wait(Obstacle obstacle) implements Plan {}

  /** Create the Job of this run. */
  record Create(Run run) implements Plan {}

  /** Decides by what is stored and seen only. */
  static Plan plan(TransferJob resource, Observed seen) {
    var status = resource.getStatus();
    if (resource.isMarkedForDeletion() || (status != null && status.isFinished())) {
      return new Nothing();
    }
    if (seen.job().isPresent()) {
      return seen.job().get().isMarkedForDeletion() ? deleted() : new Follow();
    }
    // A pod that outlives its Job still trains and writes: two must never run at once.
    return seen.livePod().isPresent() ? deleted() : new Create(nextRun(status));
  }

  private static Plan deleted() {
    return new Wait(new Obstacle(Reason.JobDeleted, ""));
  }

  /** A run whose number is stored had a Job; it vanished, so the next one begins. */
  private static Run nextRun(TransferJobStatus status) {
    if (status == null || status.run() == null) {
      return new Run(1, AttemptsStatus.NONE);
    }
    var before = status.attempts() == null ? AttemptsStatus.NONE : status.attempts();
    return new Run(status.run() + 1, before);
  }
}
