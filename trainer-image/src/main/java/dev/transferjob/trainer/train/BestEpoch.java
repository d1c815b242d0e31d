package dev.transferjob.trainer.train;

import dev.transferjob.trainer.metrics.Evaluation;

/**
 * The epoch whose weights are kept: highest validation accuracy, then lowest loss, then the first.
 *
 * @param epoch from 1; 0 before any was evaluated
 */
public record BestEpoch(int epoch, double accuracy, double loss) {
  static final BestEpoch NONE = new BestEpoch(0, 0, 0);

  boolean isBeatenBy(Evaluation evaluation) {
    return epoch == 0
        || evaluation.accuracy() > accuracy
        || (evaluation.accuracy() == accuracy && evaluation.loss() < loss);
  }
}
