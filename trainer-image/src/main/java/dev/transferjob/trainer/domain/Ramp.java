package dev.transferjob.trainer.domain;

/**
 * How strongly the domains are drawn together as training goes on: 2 / (1 + exp(-10 p)) - 1 for the
 * part p of all steps that is done (Ganin et al. 2016), times the trade-off.
 */
public record Ramp(double tradeOff) {
  private static final double STEEPNESS = 10;

  /** The strength when the part {@code progress} of all steps, from 0 to 1, is done. */
  public double strength(double progress) {
    return tradeOff * (2 / (1 + Math.exp(-STEEPNESS * progress)) - 1);
  }
}
