package dev.transferjob.trainer.technique;

import java.util.Arrays;

/**
 * How well features explain labels before anything is trained: the log of the maximum evidence of
 * Bayesian linear regression from the features to each class's indicator, over the number of
 * samples, averaged over the classes (You et al. 2021, "LogME: Practical assessment of pre-trained
 * models for transfer learning", algorithm 1).
 *
 * @param samples n
 * @param eigenvalues of the features' F'F, one a feature; not negative
 * @param projections [class][feature]: squared projection of the class's indicator on each left
 *     singular vector; 0 where the eigenvalue is 0
 * @param counts samples of each class
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LogMe(int samples, double[] eigenvalues, double[][] projections, int[] counts) {
  private static final int MAX_ROUNDS = 10_000;
  private static final double CLOSE = 1e-10;

  double value() {
    double sum = 0;
    int classes = 0;
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] > 0) {
        sum += evidence(projections[label], counts[label]);
        classes++;
      }
    }
    return sum / classes;
  }

  /** Raises the evidence by fixed-point steps on the two precisions, as MacKay (1992) does. */
  private double evidence(double[] squares, double norm) {
    double rest = Math.max(0, norm - Arrays.stream(squares).sum());
    double alpha = 1;
    double beta = 1;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      double ratio = alpha / beta;
      double effective = 0;
      for (double eigenvalue : eigenvalues) {
        effective += eigenvalue / (eigenvalue + ratio);
      }
      alpha = effective / weights(squares, ratio);
      beta = (samples - effective) / residual(squares, rest, ratio);
      if (Math.abs(alpha / beta - ratio) <= CLOSE * ratio) {
        break;
      }
    }
    return evidence(squares, rest, alpha, beta) / samples;
  }

  private double evidence(double[] squares, double rest, double alpha, double beta) {
    double ratio = alpha / beta;
    double determinant = 0;
    for (double eigenvalue : eigenvalues) {
      determinant += Math.log(alpha + beta * eigenvalue);
    }
    return 0.5
        * (eigenvalues.length * Math.log(alpha)
            + samples * Math.log(beta)
            - determinant
            - beta * residual(squares, rest, ratio)
            - alpha * weights(squares, ratio)
            - samples * Math.log(2 * Math.PI));
  }

  /** The squared norm of the regression's weights. */
  private double weights(double[] squares, double ratio) {
    double sum = 0;
    for (int i = 0; i < squares.length; i++) {
      double shrunk = ratio + eigenvalues[i];
      sum += eigenvalues[i] * squares[i] / (shrunk * shrunk);
    }
    return sum;
  }

  /** The squared norm of what the regression leaves. */
  private double residual(double[] squares, double rest, double ratio) {
    double sum = rest;
    for (int i = 0; i < squares.length; i++) {
      double left = ratio / (ratio + eigenvalues[i]);
      sum += squares[i] * left * left;
    }
    return sum;
  }
}
