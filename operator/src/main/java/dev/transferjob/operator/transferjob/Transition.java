package dev.transferjob.operator.transferjob;

import dev.transferjob.api.Condition;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJobStatus;
import java.util.Optional;
import java.util.Set;

/** A change of state that people are told of by an Event. */
record Transition(Reason reason, String message) {
  private static final Set<Reason> ORDINARY =
      Set.of(
          Reason.Training,
          Reason.Completed,
          Reason.AlreadyComplete,
          Reason.Suspended,
          Reason.Queued,
          Reason.PodPending,
          Reason.ContainerCreating,
          Reason.Stopping,
          Reason.Preempted);

  /** The transition between two statuses, if the reason of the condition Running changed. */
  static Optional<Transition> between(TransferJobStatus old, TransferJobStatus next) {
    var before = running(old).map(Condition::reason);
    return running(next)
        .filter(c -> !before.equals(Optional.of(c.reason())))
        .map(c -> new Transition(Reason.valueOf(c.reason()), c.message()));
  }

  String type() {
    return ORDINARY.contains(reason) ? "Normal" : "Warning";
  }

  private static Optional<Condition> running(TransferJobStatus status) {
    return Optional.ofNullable(status).flatMap(s -> s.condition(ConditionType.Running));
  }
}
