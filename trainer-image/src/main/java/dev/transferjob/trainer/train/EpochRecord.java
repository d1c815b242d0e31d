package dev.transferjob.trainer.train;

import com.fasterxml.jackson.annotation.JsonIgnore;
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
 * @param seconds that the epoch took, with its evaluation; the first one's with caching features
 * @param dataWait part of the training's time in which the network waited for samples
 * @param trainedUnits the backbone's units that learned in it, from the input on
 * @param best whether its weights were kept, as better than all that its stage had had before; null
 *     in a checkpoint of a trainer that did not note it
 */
public record EpochRecord(
    Stage stage,
    int epoch,
    long step,
    double learningRate,
    double trainingLoss,
    List<Metric> validation,
    double seconds,
    double dataWait,
    List<String> trainedUnits,
    Boolean best) {
  private static final double BOUND = 0.25;
  private static final double SHORT = 1;

  public EpochRecord {
    validation = List.copyOf(validation);
    trainedUnits = trainedUnits == null ? List.of() : List.copyOf(trainedUnits);
  }

  /** Whether reading samples, and not the network, decided how long the epoch took. */
  @JsonIgnore
  public boolean isInputBound() {
    return seconds > SHORT && dataWait > BOUND;
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
