package dev.transferjob.trainer.train;

import dev.transferjob.api.LearningRateSchedule;
import dev.transferjob.api.Optimizer;
import dev.transferjob.api.Training;
import java.util.OptionalDouble;

/**
 * How a phase is trained.
 *
 * @param accumulationSteps batches that make one step of the optimizer
 * @param seed of the order of samples, augmentation and dropout
 */
public record Recipe(
    Optimizer optimizer,
    LearningRateSchedule schedule,
    OptionalDouble clipNorm,
    int batchSize,
    int accumulationSteps,
    long seed) {

  /** As the spec says it. */
  public static Recipe of(Training training) {
    String clip = training.gradientClipNorm();
    return new Recipe(
        training.optimizer(),
        training.learningRateSchedule(),
        clip == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(clip)),
        training.batchSize(),
        training.gradientAccumulationSteps(),
        training.seed());
  }

  /** The same with another optimizer and schedule, and other random numbers. */
  public Recipe with(Optimizer otherOptimizer, LearningRateSchedule otherSchedule, long otherSeed) {
    return new Recipe(
        otherOptimizer, otherSchedule, clipNorm, batchSize, accumulationSteps, otherSeed);
  }

  public double learningRate() {
    return Double.parseDouble(optimizer.learningRate());
  }

  /** Batches of one epoch, the last of one sample joined to the one before. */
  public int batches(int samples) {
    int full = samples / batchSize;
    int rest = samples % batchSize;
    return rest == 0 || (rest == 1 && batchSize > 1 && full > 0) ? full : full + 1;
  }

  /** Optimizer steps of one epoch. */
  public int steps(int samples) {
    return Math.ceilDiv(batches(samples), accumulationSteps);
  }
}
