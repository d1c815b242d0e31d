package dev.transferjob.operator.transferjob;

import dev.transferjob.api.Condition;
import dev.transferjob.api.ConditionStatus;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJobStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes a state down as conditions; a condition keeps its time until its status flips. */
final class Conditions {
  private static final int MAX_MESSAGE = 2048;

  private final TransferJobStatus old;
  private final Long generation;
  private final String now;
  private final List<Condition> conditions = new ArrayList<>();

  private Conditions(TransferJobStatus old, Long generation, Instant now) {
    this.old = old;
    this.generation = generation;
    this.now = Times.text(now);
  }

  static List<Condition> of(State state, TransferJobStatus old, Long generation, Instant now) {
    return new Conditions(old, generation, now).write(state);
  }

  private List<Condition> write(State state) {
    var training = state instanceof State.Training;
    add(ConditionType.Running, training ? ConditionStatus.True : ConditionStatus.False, state);
    switch (state) {
      case State.Completed _ -> add(ConditionType.Complete, ConditionStatus.True, state);
      case State.Failed _ -> {
        add(ConditionType.Failed, ConditionStatus.True, state);
        add(ConditionType.Stalled, ConditionStatus.True, state);
      }
      case State.Waiting waiting -> waiting(waiting);
      case State.Training _ -> {}
    }
    return List.copyOf(conditions);
  }

  /** kstatus: in progress until the first attempt trains, afterwards current whatever happens. */
  private void waiting(State.Waiting state) {
    if (state.reason() == Reason.InvalidSpec) {
      add(ConditionType.Stalled, ConditionStatus.True, state);
    } else if (old.startTime() == null) {
      add(ConditionType.Reconciling, ConditionStatus.True, state);
    }
  }

  private void add(ConditionType type, ConditionStatus status, State state) {
    var since =
        old.condition(type)
            .filter(c -> c.status() == status)
            .map(Condition::lastTransitionTime)
            .orElse(now);
    conditions.add(
        new Condition(
            type, status, state.reason().name(), cut(state.message()), since, generation));
  }

  private static String cut(String message) {
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 1) + "…";
  }
}
