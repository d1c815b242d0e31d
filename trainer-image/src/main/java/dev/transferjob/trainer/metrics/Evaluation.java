package dev.transferjob.trainer.metrics;

import dev.transferjob.protocol.Metric;
import java.util.ArrayList;
import java.util.List;

/**
 * How a network did on labelled samples.
 *
 * @param accuracy share of samples whose highest logit is the label's
 * @param loss mean cross-entropy in nats, without label smoothing
 * @param top5Accuracy share of samples whose label is among the five highest logits
 * @param calibrationError expected calibration error in 15 bins (Guo et al. 2017)
 * @param confusion samples by [label][prediction]
 * @param correct for each sample, in order, whether the prediction is the label
 * @param mistakes those that the network was most sure of, at most twelve
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Evaluation(
    double accuracy,
    double loss,
    double top5Accuracy,
    double calibrationError,
    int[][] confusion,
    boolean[] correct,
    List<Mistake> mistakes) {
  private static final int TOP = 5;

  public Evaluation {
    mistakes = List.copyOf(mistakes);
  }

  public int samples() {
    return correct.length;
  }

  public int classes() {
    return confusion.length;
  }

  /** Per-class precision, recall and F1, for the classes that have samples or predictions. */
  public List<ClassScore> classScores() {
    var scores = new ArrayList<ClassScore>();
    for (int label = 0; label < confusion.length; label++) {
      int actual = 0;
      int predicted = 0;
      for (int other = 0; other < confusion.length; other++) {
        actual += confusion[label][other];
        predicted += confusion[other][label];
      }
      scores.add(new ClassScore(label, actual, predicted, confusion[label][label]));
    }
    return List.copyOf(scores);
  }

  /** The mean F1 of the classes that have samples. */
  public double macroF1() {
    return classScores().stream()
        .filter(score -> score.actual() > 0)
        .mapToDouble(ClassScore::f1)
        .average()
        .orElse(0);
  }

  /** One of {@link #metrics} by name; NaN if it is not among them. */
  public double metric(String name) {
    return metrics().stream()
        .filter(metric -> metric.name().equals(name))
        .mapToDouble(Metric::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** The metrics to report; top-5 accuracy only where there are more than five classes. */
  public List<Metric> metrics() {
    var metrics = new ArrayList<Metric>();
    metrics.add(new Metric("accuracy", accuracy));
    if (Double.isFinite(loss)) {
      metrics.add(new Metric("loss", loss));
    }
    if (classes() > TOP) {
      metrics.add(new Metric("top5Accuracy", top5Accuracy));
    }
    metrics.add(new Metric("macroF1", macroF1()));
    metrics.add(new Metric("calibrationError", calibrationError));
    return List.copyOf(metrics);
  }
}
