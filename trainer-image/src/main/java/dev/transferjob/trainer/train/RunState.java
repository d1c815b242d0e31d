package dev.transferjob.trainer.train;

import java.util.List;
import java.util.Optional;

/** Where a run stands, as it changes; a {@link TrainingState} is what it was at one moment. */
final class RunState {
  private final TrainingState origin;
  private final EpochHistory history;
  private Optional<BeforeTraining> before;
  private Cursor cursor;
  private long step;

  RunState(TrainingState origin) {
    this.origin = origin;
    this.history = new EpochHistory(origin.history());
    this.before = Optional.ofNullable(origin.before());
    this.cursor = origin.cursor();
    this.step = origin.step();
  }

  Cursor cursor() {
    return cursor;
  }

  long step() {
    return step;
  }

  boolean isExact() {
    return origin.isExact();
  }

  Optional<BeforeTraining> before() {
    return before;
  }

  void before(BeforeTraining measured) {
    before = Optional.of(measured);
  }

  List<EpochRecord> epochs() {
    return history.epochs();
  }

  void move(Cursor next) {
    cursor = next;
  }

  void moveByStep(Cursor next) {
    cursor = next;
    step++;
  }

  /**
   * Ends an epoch.
   *
   * @param seconds that its evaluation took
   * @return whether it is the phase's best so far
   */
  boolean endEpoch(Phase phase, EpochScore score, double seconds, double learningRate) {
    boolean isBest = cursor.best().isBeatenBy(score);
    BestEpoch best = isBest ? new BestEpoch(cursor.epoch() + 1, score) : cursor.best();
    history.add(phase, cursor, step, score, seconds, learningRate, isBest);
    Patience patience =
        phase
            .recipe()
            .earlyStopping()
            .map(rule -> cursor.patience().after(score, rule))
            .orElse(cursor.patience());
    cursor = cursor.afterEpoch(best, patience, seconds);
    return isBest;
  }

  /**
   * As it is now.
   *
   * @param work sample passes so far
   */
  TrainingState at(double work) {
    return new TrainingState(
        origin.job(),
        origin.machine(),
        origin.isExact(),
        cursor,
        step,
        work,
        before.orElse(null),
        history.epochs());
  }
}
