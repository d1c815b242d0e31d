package dev.transferjob.trainer.train;

import dev.transferjob.protocol.Best;

/**
 * The epoch whose weights are kept: the best by its score, of equal ones the first.
 *
 * @param epoch from 1; 0 before any was evaluated
 * @param score null before any was evaluated
 */
public record BestEpoch(int epoch, EpochScore score) {
  static final BestEpoch NONE = new BestEpoch(0, null);

  boolean isBeatenBy(EpochScore other) {
    return score == null || other.isBetterThan(score);
  }

  /** As the status shows it; only once an epoch was evaluated. */
  Best told() {
    return new Best(score.metric(), score.value(), epoch);
  }
}
