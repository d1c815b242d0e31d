package dev.transferjob.trainer.metrics;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The mistakes that a network was most sure of; keeps no more than it gives. */
final class Mistakes {
  private static final int MOST = 12;
  private static final Comparator<Mistake> LEAST_SURE =
      Comparator.comparingDouble(Mistake::probability)
          .thenComparing(Comparator.comparingInt(Mistake::sample).reversed());

  private final PriorityQueue<Mistake> kept = new PriorityQueue<>(LEAST_SURE);

  void add(Mistake mistake) {
    kept.add(mistake);
    if (kept.size() > MOST) {
      kept.remove();
    }
  }

  /** The surest first; of equal ones the earlier sample. */
  List<Mistake> list() {
    return kept.stream().sorted(LEAST_SURE.reversed()).toList();
  }
}
