package dev.transferjob.bench;

import java.util.Arrays;

/** Repeated measurements of one thing. */
final class Samples {
  private final double[] sorted;

  Samples(double... values) {
    sorted = values.clone();
    Arrays.sort(sorted);
  }

  double median() {
    return percentile(50);
  }

  /** Nearest-rank percentile, 0 &lt; {@code p} ≤ 100. */
  double percentile(double p) {
    return sorted[(int) Math.ceil(p / 100 * sorted.length) - 1];
  }
}
