package dev.transferjob.trainer.train;

/**
 * Where a job stands, always between two optimizer steps.
 *
 * @param phase index of the phase that runs
 * @param epoch epochs of this phase that are complete
 * @param batch batches of the running epoch that are done
 * @param steps optimizer steps of this phase
 * @param lossSum training loss summed over the samples of the running epoch so far
 * @param samples how many those are
 * @param seconds time that this phase has taken, over all attempts
 */
public record Cursor(
    int phase,
    int epoch,
    int batch,
    long steps,
    double lossSum,
    int samples,
    double seconds,
    BestEpoch best) {

  static Cursor atStart(int phase) {
    return new Cursor(phase, 0, 0, 0, 0, 0, 0, BestEpoch.NONE);
  }

  /** Whether the phase has changed nothing yet. */
  boolean isFresh() {
    return steps == 0;
  }

  Cursor afterStep(int nextBatch, double moreLoss, int moreSamples, double moreSeconds) {
    return new Cursor(
        phase,
        epoch,
        nextBatch,
        steps + 1,
        lossSum + moreLoss,
        samples + moreSamples,
        seconds + moreSeconds,
        best);
  }

  Cursor afterEpoch(BestEpoch newBest, double moreSeconds) {
    return new Cursor(phase, epoch + 1, 0, steps, 0, 0, seconds + moreSeconds, newBest);
  }

  double meanLoss() {
    return lossSum / Math.max(1, samples);
  }
}
