package dev.transferjob.trainer.train;

import dev.transferjob.api.SelectionMetric;
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

  /** By a metric, then by loss. */
  public static EpochScore of(Evaluation evaluation, SelectionMetric metric) {
    return new EpochScore(
        evaluation.metrics(),
        true,
        metric.name(),
        evaluation.metric(metric.name()),
        metric.isHigherBetter(),
        evaluation.loss());
  }

  /** By how much it is better than another value of its metric; negative if it is worse. */
  double gain(double over) {
    return isHigherBetter ? value - over : over - value;
  }

  boolean isBetterThan(EpochScore other) {
    if (isSound != other.isSound) {
      return isSound;
    }
    int order = Double.compare(value, other.value);
    return order == 0 ? tieBreaker < other.tieBreaker : order > 0 == isHigherBetter;
  }
}
