package dev.transferjob.trainer.train;

import dev.transferjob.api.LearningRateSchedule;
import dev.transferjob.api.ScheduleType;

/**
 * The learning rate of a step as a multiple of the base rate: a linear rise from 0, then constant
 * or half a cosine down to 0 (as the schedules of Hugging Face transformers).
 */
public record LearningRate(ScheduleType type, long warmupSteps, long totalSteps) {

  public static LearningRate of(LearningRateSchedule schedule, long totalSteps) {
    double warmup = Double.parseDouble(schedule.warmupFraction());
    return new LearningRate(schedule.type(), Math.round(warmup * totalSteps), totalSteps);
  }

  /**
   * The multiple for one step.
   *
   * @param step counted from 0
   */
  public double factor(long step) {
    if (step < warmupSteps) {
      return (double) step / warmupSteps;
    }
    double done = (double) (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
    return switch (type) {
      case Constant -> 1.0;
      case Cosine -> Math.max(0.0, 0.5 * (1.0 + Math.cos(Math.PI * done)));
    };
  }
}
