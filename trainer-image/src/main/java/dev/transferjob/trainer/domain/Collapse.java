package dev.transferjob.trainer.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether an adapted network has lost its meaning, which no validator on the target alone sees: a
 * network may put the target into clean clusters that are not the classes.
 *
 * @param sourceLabels of the training samples
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Collapse(int[] sourceLabels, int classes) {
  private static final double SPREAD = 0.5;
  private static final double LEARNED = 0.1;

  /**
   * What is wrong with a network, if anything.
   *
   * @param effectiveClasses over how many classes its predictions on the target are spread; below
   *     half of the source's labels they have collapsed, as every method here assumes both domains
   *     to have their classes in similar shares
   * @param sourceAccuracy of the same network on the source's validation samples; it has forgotten
   *     the source below a tenth of the way from its largest class's share to 1
   */
  public Optional<String> of(double effectiveClasses, double sourceAccuracy) {
    if (effectiveClasses < SPREAD * TargetPredictions.effectiveClasses(counts())) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "predictions on the target have collapsed to %.1f of %d classes",
              effectiveClasses,
              classes));
    }
    double largest = (double) Arrays.stream(counts()).max().orElse(0) / sourceLabels.length;
    if (sourceAccuracy < largest + LEARNED * (1 - largest)) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "the source's classes are no longer told apart (accuracy %.3f on its validation"
                  + " images), so predictions on the target mean nothing",
              sourceAccuracy));
    }
    return Optional.empty();
  }

  private int[] counts() {
    int[] counts = new int[classes];
    for (int label : sourceLabels) {
      counts[label]++;
    }
    return counts;
  }
}
