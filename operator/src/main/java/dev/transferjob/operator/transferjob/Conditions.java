package dev.transferjob.operator.transferjob;

import dev.transferjob.api.Condition;
import dev.transferjob.api.ConditionStatus;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes a state down as conditions; a condition keeps its time until its status flips. */
final class Conditions {
  private static final int MAX_MESSAGE = 2048;

  private final TransferJobStatus old;
  private final boolean suspend;
  private final Long generation;
  private final String now;
  private final List<Condition> conditions = new ArrayList<>();

  private Conditions(TransferJob resource, Instant now) {
    this.old = StatusRules.stored(resource);
    this.suspend = resource.getSpec().suspend();
    this.generation = resource.getMetadata().getGeneration();
    this.now = Times.text(now);
  }

  static List<Condition> of(
      State state, TransferJob resource, Observed seen, Progressed heard, Instant now) {
    return new Conditions(resource, now).write(state, seen, heard);
  }

  private List<Condition> write(State state, Observed seen, Progressed heard) {
    var training = state instanceof State.Training;
    add(ConditionType.Running, training ? ConditionStatus.True : ConditionStatus.False, state);
    switch (state) {
      case State.Completed _ -> add(ConditionType.Complete, ConditionStatus.True, state);
      case State.Failed _ -> {
        add(ConditionType.Failed, ConditionStatus.True, state);
        add(ConditionType.Stalled, ConditionStatus.True, state);
      }
      case State.Waiting waiting -> waiting(waiting, seen);
      case State.Queued queued -> waiting(queued, seen);
      case State.Training _ -> {
        queue(seen);
        resumed();
      }
      case State.Suspended _ -> add(ConditionType.Suspended, ConditionStatus.True, state);
    }
    if (heard.checkpoint() != null && !(state instanceof State.Completed)) {
      add(ConditionType.CheckpointReady, ConditionStatus.True, Reason.CheckpointVerified);
    }
    return List.copyOf(conditions);
  }

  /** kstatus: in progress until the first attempt trains, afterwards current whatever happens. */
  private void waiting(State state, Observed seen) {
    queue(seen);
    resumed();
    if (state.reason() == Reason.InvalidSpec) {
      add(ConditionType.Stalled, ConditionStatus.True, state);
    } else if (old.startTime() == null && !suspend) {
      add(ConditionType.Reconciling, ConditionStatus.True, state);
    }
  }

  private void queue(Observed seen) {
    Queueing.of(seen)
        .ifPresent(
            queue -> add(ConditionType.Queued, queue.condition(), queue.reason(), queue.message()));
  }

  /**
   * As in a Job, Suspended stays and is False after a suspended job was resumed. While a pod is
   * still being stopped it is Unknown, so that its time is that of the resumption also where that
   * comes before the pod is gone.
   */
  private void resumed() {
    if (suspend) {
      add(ConditionType.Suspended, ConditionStatus.Unknown, Reason.Stopping);
    } else if (old.condition(ConditionType.Suspended).isPresent()) {
      add(ConditionType.Suspended, ConditionStatus.False, Reason.Resumed);
    }
  }

  private void add(ConditionType type, ConditionStatus status, Reason reason) {
    add(type, status, reason.name(), reason.explain(""));
  }

  private void add(ConditionType type, ConditionStatus status, State state) {
    add(type, status, state.reason().name(), state.message());
  }

  private void add(ConditionType type, ConditionStatus status, String reason, String message) {
    var since =
        old.condition(type)
            .filter(c -> c.status() == status)
            .map(Condition::lastTransitionTime)
            .orElse(now);
    conditions.add(new Condition(type, status, reason, cut(message), since, generation));
  }

  private static String cut(String message) {
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 1) + "…";
  }
}
