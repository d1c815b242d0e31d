package dev.transferjob.trainer.train;

import dev.transferjob.protocol.Metric;
import dev.transferjob.protocol.Stage;
import java.util.List;

/**
 * One line of {@code metrics.jsonl}: an epoch and its evaluation.
 *
 * @param epoch counted from 1 within its stage
 * @param step optimizer steps so far, over all stages
 * @param learningRate the head's, at the epoch's last step
 * @param trainingLoss mean over the epoch's samples, with label smoothing if any
 * @param validation measured after the epoch
 */
public record EpochRecord(
    Stage stage,
    int epoch,
    long step,
    double learningRate,
    double trainingLoss,
    List<Metric> validation,
    double seconds) {

  public EpochRecord {
    validation = List.copyOf(validation);
  }

  /** A validation metric by name; NaN if it was not measured. */
  public double metric(String name) {
    return validation.stream()
        .filter(metric -> metric.name().equals(name))
        .mapToDouble(Metric::value)
        .findFirst()
        .orElse(Double.NaN);
  }
}
