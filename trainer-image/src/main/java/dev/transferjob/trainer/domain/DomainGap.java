package dev.transferjob.trainer.domain;

import java.util.Arrays;

/**
 * How well the features tell the domains apart: the proxy A-distance 2 (1 - 2 e) of Ben-David et
 * al. 2006, "Analysis of Representations for Domain Adaptation", where e is the error of a linear
 * classifier (logistic regression) on the half of the images that it did not learn from. 0: not at
 * all; 2: perfectly.
 */
public final class DomainGap {
  private static final int ITERATIONS = 200;
  private static final double RATE = 0.5;
  private static final double DECAY = 1e-3;
  private static final double FLAT = 1e-6;

  private final int width;
  private final double[][] rows;
  private final boolean[] isSource;

  private DomainGap(float[] source, float[] target, int width) {
    this.width = width;
    int each = Math.min(source.length, target.length) / width;
    this.rows = new double[2 * each][width];
    this.isSource = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      isSource[i] = i < each;
      float[] from = isSource[i] ? source : target;
      int offset = (isSource[i] ? i : i - each) * width;
      for (int j = 0; j < width; j++) {
        rows[i][j] = from[offset + j];
      }
    }
  }

  /**
   * The gap between features, row by row, of as many images of each domain.
   *
   * @param source [n, width] values
   * @param target [m, width] values
   */
  public static double between(float[] source, float[] target, int width) {
    var gap = new DomainGap(source, target, width);
    gap.standardize();
    double error = gap.error(gap.fitted());
    return Math.max(0, 2 * (1 - 2 * error));
  }

  private static boolean isLearned(int row) {
    return row % 2 == 0;
  }

  private void standardize() {
    for (int j = 0; j < width; j++) {
      double sum = 0;
      double squares = 0;
      for (double[] row : rows) {
        sum += row[j];
        squares += row[j] * row[j];
      }
      double mean = sum / rows.length;
      double deviation = Math.sqrt(Math.max(0, squares / rows.length - mean * mean));
      for (double[] row : rows) {
        row[j] = deviation > FLAT ? (row[j] - mean) / deviation : 0;
      }
    }
  }

  /** Gradient descent; features are standardised, so a rate divided by their number is stable. */
  private double[] fitted() {
    double[] weights = new double[width + 1];
    double rate = RATE * 4 / (width + 1);
    double[] gradient = new double[width + 1];
    double[] velocity = new double[width + 1];
    int learned = Math.ceilDiv(rows.length, 2);
    for (int step = 0; step < ITERATIONS; step++) {
      Arrays.fill(gradient, 0);
      for (int i = 0; i < rows.length; i += 2) {
        double wrong = 1 / (1 + Math.exp(-logit(weights, rows[i]))) - (isSource[i] ? 1 : 0);
        for (int j = 0; j < width; j++) {
          gradient[j] += wrong * rows[i][j] / learned;
        }
        gradient[width] += wrong / learned;
      }
      for (int j = 0; j <= width; j++) {
        velocity[j] = 0.9 * velocity[j] - rate * (gradient[j] + DECAY * weights[j]);
        weights[j] += velocity[j];
      }
    }
    return weights;
  }

  private double error(double[] weights) {
    int wrong = 0;
    int seen = 0;
    for (int i = 0; i < rows.length; i++) {
      if (!isLearned(i)) {
        wrong += logit(weights, rows[i]) > 0 == isSource[i] ? 0 : 1;
        seen++;
      }
    }
    return (double) wrong / seen;
  }

  private double logit(double[] weights, double[] row) {
    double sum = weights[width];
    for (int j = 0; j < width; j++) {
      sum += weights[j] * row[j];
    }
    return sum;
  }
}
