package dev.transferjob.trainer.metrics;

/** Collects logits batch by batch into an {@link Evaluation}. */
public final class Evaluator {
  private static final int TOP = 5;

  private final int classes;
  private final int[][] confusion;
  private final boolean[] correct;
  private int seen;
  private int hits;
  private int topHits;
  private final Calibration calibration = new Calibration();
  private final Mistakes mistakes = new Mistakes();
  private double loss;

  public Evaluator(int classes, int samples) {
    this.classes = classes;
    this.confusion = new int[classes][classes];
    this.correct = new boolean[samples];
  }

  /**
   * Adds a batch.
   *
   * @param logits [n, classes], row by row
   * @param labels n labels
   */
  public void add(float[] logits, int[] labels) {
    for (int i = 0; i < labels.length; i++) {
      add(logits, i * classes, labels[i]);
    }
  }

  private void add(float[] logits, int offset, int label) {
    float own = logits[offset + label];
    int best = 0;
    int higher = 0;
    for (int i = 1; i < classes; i++) {
      best = logits[offset + i] > logits[offset + best] ? i : best;
    }
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      higher += logits[offset + i] > own ? 1 : 0;
      sum += Math.exp((double) logits[offset + i] - logits[offset + best]);
    }
    loss += Math.log(sum) + logits[offset + best] - own;
    confusion[label][best]++;
    correct[seen] = best == label;
    if (best != label) {
      mistakes.add(new Mistake(seen, label, best, 1 / sum));
    }
    calibration.add(1 / sum, best == label);
    hits += best == label ? 1 : 0;
    topHits += higher < TOP ? 1 : 0;
    seen++;
  }

  public Evaluation result() {
    return new Evaluation(
        (double) hits / seen,
        loss / seen,
        (double) topHits / seen,
        calibration.error(),
        confusion,
        correct,
        mistakes.list());
  }
}
