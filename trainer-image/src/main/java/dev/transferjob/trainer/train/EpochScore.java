package dev.transferjob.trainer.train;

import dev.transferjob.protocol.Metric;
import dev.transferjob.trainer.metrics.Evaluation;
import java.util.List;

/**
 * How an epoch did.
 *
 * @param metrics all that was measured
 * @param isSound false for an epoch that is only kept where no other is sound
 * @param metric the one that decides
 * @param value its value
 * @param tieBreaker decides between equal values: lower is better
 */
public record EpochScore(
    List<Metric> metrics,
    boolean isSound,
    String metric,
    double value,
    boolean isHigherBetter,
    double tieBreaker) {

  public EpochScore {
    metrics = List.copyOf(metrics);
  }

  /** By accuracy, then loss. */
  public static EpochScore of(Evaluation evaluation) {
    return new EpochScore(
        evaluation.metrics(), true, "accuracy", evaluation.accuracy(), true, evaluation.loss());
  }

  boolean isBetterThan(EpochScore other) {
    if (isSound != other.isSound) {
      return isSound;
    }
    int order = Double.compare(value, other.value);
    return order == 0 ? tieBreaker < other.tieBreaker : order > 0 == isHigherBetter;
  }
}
