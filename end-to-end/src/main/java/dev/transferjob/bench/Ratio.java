package dev.transferjob.bench;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * The geometric mean of paired ratios with its 95 % interval (Student's t on the logarithms). Pairs
 * are taken from interleaved rounds, so that what else the machine does hits both sides alike.
 */
record Ratio(double mean, double low, double high) {

  /** {@code peer[i] / ours[i]} over the rounds; above 1, ours is faster. At least two rounds. */
  static Ratio ofRounds(double[] peer, double[] ours) {
    var logs = new SummaryStatistics();
    for (int round = 0; round < ours.length; round++) {
      logs.addValue(Math.log(peer[round] / ours[round]));
    }
    double half =
        new TDistribution(ours.length - 1).inverseCumulativeProbability(0.975)
            * logs.getStandardDeviation()
            / Math.sqrt(ours.length);
    double mean = logs.getMean();
    return new Ratio(Math.exp(mean), Math.exp(mean - half), Math.exp(mean + half));
  }

  String interval() {
    return "95 %% interval %.3f to %.3f".formatted(low, high);
  }
}
