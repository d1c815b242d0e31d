package dev.transferjob.trainer.technique;

import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.train.EpochRecord;
import java.util.List;

/**
 * Whether a baseline has learned its training samples: the last epoch's loss is within a tenth of
 * chance's of the least that is possible with label smoothing. (A flat curve would say nothing, as
 * the cosine schedule flattens any.)
 *
 * @param smoothing label smoothing of the loss
 */
public record Convergence(double smoothing) {
  private static final double LEARNED = 0.1;

  public boolean isReached(List<EpochRecord> history, int classes) {
    double least = leastLoss(classes);
    double bound = least + LEARNED * (Math.log(classes) - least);
    return history.stream()
        .filter(epoch -> epoch.stage() == Stage.Baseline)
        .reduce((first, second) -> second)
        .map(last -> last.trainingLoss() <= bound)
        .orElse(false);
  }

  /** The entropy of a smoothed target. */
  private double leastLoss(int classes) {
    if (smoothing == 0) {
      return 0;
    }
    double other = smoothing / classes;
    double own = 1 - smoothing + other;
    return -own * Math.log(own) - (classes - 1) * other * Math.log(other);
  }
}
