package dev.transferjob.trainer.train;

import dev.transferjob.api.EarlyStopping;

/**
 * How long early stopping has waited.
 *
 * @param reference the value of the last improvement; null before the first evaluation
 * @param waited epochs since then
 */
public record Patience(Double reference, int waited) {
  static final Patience FRESH = new Patience(null, 0);

  Patience after(EpochScore score, EarlyStopping rule) {
    boolean isBetter =
        reference == null || score.gain(reference) > Double.parseDouble(rule.minDelta());
    return isBetter ? new Patience(score.value(), 0) : new Patience(reference, waited + 1);
  }

  boolean isOver(EarlyStopping rule) {
    return waited >= rule.patience();
  }
}
