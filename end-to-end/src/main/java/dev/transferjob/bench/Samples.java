package dev.transferjob.bench;

import java.util.Arrays;

/** Repeated measurements of one thing. */
record Samples(double... values) {

  double median() {
    return percentile(50);
  }

  /** Nearest-rank percentile, 0 &lt; {@code p} ≤ 100. */
  double percentile(double p) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(p / 100 * sorted.length) - 1];
  }
}
