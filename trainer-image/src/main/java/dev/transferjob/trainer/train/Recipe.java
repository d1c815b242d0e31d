package dev.transferjob.trainer.train;

import dev.transferjob.api.EarlyStopping;
import dev.transferjob.api.LearningRateSchedule;
import dev.transferjob.api.Optimizer;
import dev.transferjob.api.SelectionMetric;
import dev.transferjob.api.Training;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a phase is trained.
 *
 * @param accumulationSteps batches that make one step of the optimizer
 * @param maxSteps after which the phase ends, even within an epoch
 * @param seed of the order of samples, augmentation and dropout
 */
public record Recipe(
    Optimizer optimizer,
    LearningRateSchedule schedule,
    OptionalDouble clipNorm,
    int batchSize,
    int accumulationSteps,
    Optional<EarlyStopping> earlyStopping,
    long maxSteps,
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
        Optional.ofNullable(training.earlyStopping()),
        training.maxSteps() == null ? Long.MAX_VALUE : training.maxSteps(),
        training.seed());
  }

  /** The same to its end with another optimizer and schedule, and other random numbers. */
  public Recipe with(Optimizer otherOptimizer, LearningRateSchedule otherSchedule, long otherSeed) {
    return new Recipe(
        otherOptimizer,
        otherSchedule,
        clipNorm,
        batchSize,
        accumulationSteps,
        Optional.empty(),
        Long.MAX_VALUE,
        otherSeed);
  }

  /** The same for so many steps. */
  public Recipe withMaxSteps(long steps) {
    return new Recipe(
        optimizer, schedule, clipNorm, batchSize, accumulationSteps, earlyStopping, steps, seed);
  }

  public double learningRate() {
    return Double.parseDouble(optimizer.learningRate());
  }

  /** What the best epoch is chosen by. */
  public SelectionMetric metric() {
    return earlyStopping.map(EarlyStopping::metric).orElse(SelectionMetric.accuracy);
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

  /** Optimizer steps of so many epochs, or up to the last step. */
  public long steps(int samples, int epochs) {
    return Math.min(maxSteps, (long) steps(samples) * epochs);
  }

  /** Epochs that {@code maxSteps} reaches into. */
  public int epochs(int samples) {
    return Math.toIntExact(Math.ceilDiv(maxSteps, steps(samples)));
  }
}
