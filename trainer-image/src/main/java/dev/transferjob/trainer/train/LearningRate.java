package dev.transferjob.trainer.train;

import dev.transferjob.api.LearningRateSchedule;

/**
 * The learning rate of a step as a multiple of the base rate: a linear rise from 0, then one of the
 * shapes of PyTorch's and transformers' schedulers; one-cycle (Smith and Topin 2018) has its own
 * rise, as PyTorch's OneCycleLR.
 */
public record LearningRate(LearningRateSchedule schedule, long totalSteps) {
  private static final double ONE_CYCLE_START = 1 / 25.0;
  private static final double ONE_CYCLE_END = ONE_CYCLE_START / 1e4;

  /**
   * The multiple for one step.
   *
   * @param step counted from 0
   */
  public double factor(long step) {
    double warmup = Double.parseDouble(schedule.warmupFraction()) * totalSteps;
    return switch (schedule.type()) {
      case OneCycle -> oneCycle(step, warmup - 1);
      case Constant -> Math.min(1, risen(step, warmup));
      case Cosine -> fallen(step, warmup, 0.5 * (1 + Math.cos(Math.PI * done(step, warmup))));
      case Linear -> fallen(step, warmup, 1 - done(step, warmup));
      case Step -> fallen(step, warmup, Math.pow(gamma(), (double) falls(step, warmup)));
    };
  }

  private static double risen(long step, double warmup) {
    long steps = Math.round(warmup);
    return step < steps ? (double) step / steps : 1;
  }

  private static double fallen(long step, double warmup, double after) {
    return step < Math.round(warmup) ? risen(step, warmup) : Math.max(0, after);
  }

  /** The part of the steps after the warm-up that is done. */
  private double done(long step, double warmup) {
    long rest = totalSteps - Math.round(warmup);
    return (double) (step - Math.round(warmup)) / Math.max(1, rest);
  }

  private double gamma() {
    return Double.parseDouble(schedule.gamma());
  }

  private long falls(long step, double warmup) {
    long rest = totalSteps - Math.round(warmup);
    long size = Math.max(1, Math.round(Double.parseDouble(schedule.stepFraction()) * rest));
    return (step - Math.round(warmup)) / size;
  }

  private double oneCycle(long step, double top) {
    if (step <= top) {
      return cosine(ONE_CYCLE_START, 1, step / Math.max(1, top));
    }
    double first = Math.max(0, top);
    return cosine(1, ONE_CYCLE_END, (step - first) / Math.max(1, totalSteps - 1 - first));
  }

  private static double cosine(double from, double to, double done) {
    return to + (from - to) * 0.5 * (1 + Math.cos(Math.PI * done));
  }
}
