package dev.transferjob.trainer.train;

import java.util.List;

/**
 * All that the rest of a job depends on beside tensors; a checkpoint's {@code state.json}.
 *
 * @param job digest of spec, data and weights; a checkpoint of another job is not resumed
 * @param machine what bits depend on: image, thread count, CPU capability
 * @param isExact whether all attempts so far ran on such a machine
 * @param step optimizer steps of all phases
 * @param work sample passes so far, for the progress
 * @param before what was measured before training; null until it was
 * @param history all epochs so far
 */
public record TrainingState(
    String job,
    String machine,
    boolean isExact,
    Cursor cursor,
    long step,
    double work,
    BeforeTraining before,
    List<EpochRecord> history) {

  public TrainingState {
    history = List.copyOf(history);
  }

  static TrainingState atStart(String job, String machine) {
    return new TrainingState(job, machine, true, Cursor.atStart(0), 0, 0, null, List.of());
  }

  /** The last complete epoch of its stage; between two stages that of the one before. */
  int lastEpoch() {
    return cursor.isFresh() && !history.isEmpty() ? history.getLast().epoch() : cursor.epoch();
  }

  /** The same on the machine that goes on with it. */
  TrainingState on(String other) {
    return new TrainingState(
        job, other, isExact && machine.equals(other), cursor, step, work, before, history);
  }
}
