package dev.transferjob.trainer.metrics;

/**
 * Whether a network is right as often as it says: the expected calibration error of Guo et al.
 * 2017, "On calibration of modern neural networks", with 15 bins of equal width over the
 * probability of the predicted class.
 */
final class Calibration {
  private static final int BINS = 15;

  private final double[] confidence = new double[BINS];
  private final int[] hits = new int[BINS];
  private int samples;

  /** Adds a prediction with its probability; bins are open below and closed above. */
  void add(double probability, boolean isHit) {
    // Logits that are not numbers have no confidence.
    int bin = Math.clamp((int) Math.ceil(probability * BINS) - 1, 0, BINS - 1);
    confidence[bin] += probability;
    hits[bin] += isHit ? 1 : 0;
    samples++;
  }

  /** The mean distance of accuracy and confidence, from 0 to 1, bins weighted by their samples. */
  double error() {
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) {
      error += Math.abs(hits[bin] - confidence[bin]);
    }
    return error / samples;
  }
}
