package dev.transferjob.trainer.metrics;

/**
 * How one class was told apart.
 *
 * @param actual samples of the class
 * @param predicted samples taken for the class
 * @param hits samples of the class taken for it
 */
public record ClassScore(int label, int actual, int predicted, int hits) {

  public double precision() {
    return predicted == 0 ? 0 : (double) hits / predicted;
  }

  public double recall() {
    return actual == 0 ? 0 : (double) hits / actual;
  }

  public double f1() {
    return actual + predicted == 0 ? 0 : 2.0 * hits / (actual + predicted);
  }
}
