package dev.transferjob.trainer.domain;

import dev.transferjob.api.AdaptationValidator;
import java.util.Arrays;

/** What a network says of the target's images, and how good that looks without labels. */
public final class TargetPredictions {
  private static final int MAX_NEIGHBOURS = 4000;
  private static final double TEMPERATURE = 0.05;

  private final int classes;
  private final float[] probabilities;
  private final int[] labels;
  private final int[] histogram;
  private int size;

  /** Room for a number of images. */
  public TargetPredictions(int classes, int images) {
    this.classes = classes;
    this.probabilities = new float[Math.multiplyExact(images, classes)];
    this.labels = new int[images];
    this.histogram = new int[classes];
  }

  /**
   * Adds a batch.
   *
   * @param logits [n, classes], row by row
   */
  public void add(float[] logits) {
    for (int from = 0; from < logits.length; from += classes) {
      addRow(logits, from);
      size++;
    }
  }

  private void addRow(float[] logits, int from) {
    int best = 0;
    for (int i = 1; i < classes; i++) {
      best = logits[from + i] > logits[from + best] ? i : best;
    }
    labels[size] = best;
    histogram[best]++;
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      sum += Math.exp((double) logits[from + i] - logits[from + best]);
    }
    for (int i = 0; i < classes; i++) {
      double above = (double) logits[from + i] - logits[from + best];
      probabilities[size * classes + i] = (float) (Math.exp(above) / sum);
    }
  }

  /** The most probable class of each image, in order. */
  public int[] labels() {
    return labels.clone();
  }

  /** How good the predictions look to a validator. */
  public double score(AdaptationValidator validator) {
    return switch (validator) {
      case Entropy -> meanEntropy();
      case InformationMaximization -> entropy(mean()) - meanEntropy();
      case SND -> neighbourhoodDensity();
    };
  }

  /**
   * Over how many classes the predictions are spread: the exponential of the entropy of their
   * histogram, from 1 to the number of classes.
   */
  public double effectiveClasses() {
    return effectiveClasses(histogram);
  }

  static double effectiveClasses(int[] counts) {
    double total = Arrays.stream(counts).sum();
    return Math.exp(entropy(Arrays.stream(counts).mapToDouble(count -> count / total).toArray()));
  }

  private double[] mean() {
    double[] mean = new double[classes];
    for (int i = 0; i < size * classes; i++) {
      mean[i % classes] += probabilities[i] / (double) size;
    }
    return mean;
  }

  private double meanEntropy() {
    double sum = 0;
    for (int row = 0; row < size; row++) {
      for (int i = 0; i < classes; i++) {
        sum -= plogp(probabilities[row * classes + i]);
      }
    }
    return sum / size;
  }

  /**
   * Saito et al. 2021, "Tune it the Right Way: Unsupervised Validation of Domain Adaptation via
   * Soft Neighborhood Density": the mean entropy of each image's similarities to all others. Of
   * more than {@value #MAX_NEIGHBOURS} images every k-th is taken.
   */
  private double neighbourhoodDensity() {
    int stride = Math.ceilDiv(size, MAX_NEIGHBOURS);
    int rows = Math.ceilDiv(size, stride);
    double[][] unit = new double[rows][];
    for (int i = 0; i < rows; i++) {
      unit[i] = unitRow(i * stride);
    }
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += neighbourEntropy(unit, i);
    }
    return sum / rows;
  }

  /** The entropy of softmax(similarities / temperature) = ln Σ e^z - Σ z e^z / Σ e^z. */
  private double neighbourEntropy(double[][] unit, int self) {
    double mass = 0;
    double weighted = 0;
    for (int other = 0; other < unit.length; other++) {
      if (other != self) {
        double z = (dot(unit[self], unit[other]) - 1) / TEMPERATURE;
        double e = Math.exp(z);
        mass += e;
        weighted += z * e;
      }
    }
    return Math.log(mass) - weighted / mass;
  }

  private double[] unitRow(int row) {
    double[] values = new double[classes];
    double squares = 0;
    for (int i = 0; i < classes; i++) {
      values[i] = probabilities[row * classes + i];
      squares += values[i] * values[i];
    }
    for (int i = 0; i < classes; i++) {
      values[i] /= Math.sqrt(squares);
    }
    return values;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double entropy(double[] probabilities) {
    return -Arrays.stream(probabilities).map(TargetPredictions::plogp).sum();
  }

  private static double plogp(double p) {
    return p <= 0 ? 0 : p * Math.log(p);
  }
}
