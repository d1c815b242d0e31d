package dev.transferjob.trainer.train;

/**
 * Where a job stands, always between two optimizer steps.
 *
 * @param phase index of the phase that runs
 * @param epoch epochs of this phase that are complete
 * @param batch batches of the running epoch that are done
 * @param steps optimizer steps of this phase
 * @param sums over the running epoch so far
 * @param seconds time that this phase has taken, over all attempts
 * @param patience of early stopping
 */
public record Cursor(
    int phase,
    int epoch,
    int batch,
    long steps,
    EpochSums sums,
    double seconds,
    BestEpoch best,
    Patience patience) {

  static Cursor atStart(int phase) {
    return new Cursor(phase, 0, 0, 0, EpochSums.NONE, 0, BestEpoch.NONE, Patience.FRESH);
  }

  /** Where the phase of this place begins; the best of this one is what it begins with. */
  Cursor next(int nextPhase) {
    return atStart(nextPhase).beginningWith(best.asStart());
  }

  Cursor beginningWith(BestEpoch start) {
    return new Cursor(phase, epoch, batch, steps, sums, seconds, start, patience);
  }

  /** Whether the phase has changed nothing yet. */
  boolean isFresh() {
    return steps == 0;
  }

  Cursor afterStep(int nextBatch, EpochSums more) {
    return new Cursor(
        phase,
        epoch,
        nextBatch,
        steps + 1,
        sums.plus(more),
        seconds + more.seconds(),
        best,
        patience);
  }

  /** The same after so many seconds in which no step was made. */
  Cursor after(double moreSeconds) {
    return new Cursor(phase, epoch, batch, steps, sums, seconds + moreSeconds, best, patience);
  }

  Cursor afterEpoch(BestEpoch newBest, Patience newPatience, double moreSeconds) {
    return new Cursor(
        phase, epoch + 1, 0, steps, EpochSums.NONE, seconds + moreSeconds, newBest, newPatience);
  }
}
