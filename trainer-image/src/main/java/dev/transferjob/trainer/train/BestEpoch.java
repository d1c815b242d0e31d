package dev.transferjob.trainer.train;

import dev.transferjob.protocol.Best;

/**
 * The epoch whose weights are kept: the best by its score, of equal ones the first.
 *
 * @param epoch from 1; 0 for the weights that the phase began with
 * @param score null if none was evaluated
 */
public record BestEpoch(int epoch, EpochScore score) {
  static final BestEpoch NONE = new BestEpoch(0, null);

  boolean isBeatenBy(EpochScore other) {
    return score == null || other.isBetterThan(score);
  }

  /** Whether it is what the phase began with; not where nothing was evaluated at all. */
  boolean isStart() {
    return epoch == 0 && score != null;
  }

  /** What a phase begins with if this is what the one before kept. */
  BestEpoch asStart() {
    return new BestEpoch(0, score);
  }

  /** As the status shows it; only once an epoch was evaluated. */
  Best told() {
    return new Best(score.metric(), score.value(), epoch);
  }
}
