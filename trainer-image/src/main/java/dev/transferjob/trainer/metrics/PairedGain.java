package dev.transferjob.trainer.metrics;

import dev.transferjob.protocol.Gain;

/**
 * What one model's accuracy is above another's on the same samples, with the 95 % interval of
 * Agresti and Min (2005, "Simple improved confidence intervals for comparing matched proportions"):
 * Wald's interval of a paired difference after half a sample is added to each of the four cells.
 */
public final class PairedGain {
  private static final double Z = 1.959963984540054;

  private PairedGain() {}

  /**
   * The gain in accuracy.
   *
   * @throws IllegalArgumentException if the two were not measured on the same number of samples
   */
  public static Gain accuracy(Evaluation model, Evaluation baseline) {
    if (model.samples() != baseline.samples()) {
      throw new IllegalArgumentException(
          "%d and %d samples are not pairs".formatted(model.samples(), baseline.samples()));
    }
    int onlyModel = 0;
    int onlyBaseline = 0;
    for (int i = 0; i < model.samples(); i++) {
      onlyModel += model.correct()[i] && !baseline.correct()[i] ? 1 : 0;
      onlyBaseline += !model.correct()[i] && baseline.correct()[i] ? 1 : 0;
    }
    double samples = model.samples() + 2.0;
    double difference = onlyModel - onlyBaseline;
    double centre = difference / samples;
    double variance = onlyModel + onlyBaseline + 1 - difference * difference / samples;
    double margin = Z * Math.sqrt(variance) / samples;
    return new Gain(
        "accuracy",
        difference / model.samples(),
        Math.max(-1, centre - margin),
        Math.min(1, centre + margin));
  }
}
