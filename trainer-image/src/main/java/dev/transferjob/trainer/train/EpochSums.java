package dev.transferjob.trainer.train;

/**
 * What adds up over the steps of an epoch.
 *
 * @param loss training loss summed over the samples
 * @param samples how many those are
 * @param seconds that the steps took
 * @param waited of those, the seconds in which a step waited for its samples
 */
public record EpochSums(double loss, int samples, double seconds, double waited) {
  static final EpochSums NONE = new EpochSums(0, 0, 0, 0);

  EpochSums plus(EpochSums more) {
    return new EpochSums(
        loss + more.loss, samples + more.samples, seconds + more.seconds, waited + more.waited);
  }

  double meanLoss() {
    return loss / Math.max(1, samples);
  }

  /** The part of the time in which the network waited for samples. */
  double dataWait() {
    return seconds == 0 ? 0 : waited / seconds;
  }
}
