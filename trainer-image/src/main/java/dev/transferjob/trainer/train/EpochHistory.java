package dev.transferjob.trainer.train;

import dev.transferjob.trainer.model.NetworkParameter;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All epochs of a job so far; the log tells each as it ends. */
final class EpochHistory {
  private static final Logger LOG = LoggerFactory.getLogger(EpochHistory.class);

  private final List<EpochRecord> epochs;

  EpochHistory(List<EpochRecord> earlier) {
    this.epochs = new ArrayList<>(earlier);
  }

  List<EpochRecord> epochs() {
    return List.copyOf(epochs);
  }

  /**
   * Adds the epoch that {@code cursor} stands at the end of.
   *
   * @param evaluationSeconds time that its evaluation took
   * @param best whether it is the phase's best so far
   */
  void add(
      Phase phase,
      Cursor cursor,
      long step,
      EpochScore score,
      double evaluationSeconds,
      double learningRate,
      boolean best) {
    var epoch =
        new EpochRecord(
            phase.stage(),
            cursor.epoch() + 1,
            step,
            learningRate,
            cursor.sums().meanLoss(),
            score.metrics(),
            cursor.seconds() + evaluationSeconds - secondsBefore(phase),
            cursor.sums().dataWait(),
            trainedUnits(phase),
            best);
    epochs.add(epoch);
    LOG.info(
        "{} epoch {}/{}: loss {}, {} {}, {} s",
        epoch.stage(),
        epoch.epoch(),
        phase.epochs(),
        "%.4f".formatted(epoch.trainingLoss()),
        score.metric(),
        "%.4f".formatted(score.value()),
        "%.1f".formatted(epoch.seconds()));
    if (epoch.isInputBound()) {
      LOG.warn(
          "Input-bound: the network waited for its samples in {} % of this epoch's training; more"
              + " cores or smaller images help",
          "%.0f".formatted(100 * epoch.dataWait()));
    }
  }

  private static List<String> trainedUnits(Phase phase) {
    return phase.network().parameters().stream()
        .filter(parameter -> !parameter.inHead())
        .filter(phase.trained())
        .map(NetworkParameter::unit)
        .distinct()
        .toList();
  }

  private double secondsBefore(Phase phase) {
    return epochs.stream()
        .filter(epoch -> epoch.stage() == phase.stage())
        .mapToDouble(EpochRecord::seconds)
        .sum();
  }
}
