package dev.transferjob.protocol;

import java.util.List;

/**
 * The trained model. {@code split} names the samples it was measured on; {@code untouched} is the
 * score before training, where the head was kept; {@code candidates} are ranked, best first; {@code
 * adaptation} is null but for domain adaptation, {@code duplicates} where there are none.
 */
public record Result(
    String uri,
    String sha256,
    int classes,
    boolean exact,
    String split,
    int samples,
    List<Metric> metrics,
    List<Metric> untouched,
    Baseline baseline,
    List<Gain> gain,
    List<Candidate> candidates,
    Adaptation adaptation,
    Duplicates duplicates) {
  public Result {
    metrics = metrics == null ? List.of() : List.copyOf(metrics);
    untouched = untouched == null ? List.of() : List.copyOf(untouched);
    gain = gain == null ? List.of() : List.copyOf(gain);
    candidates = candidates == null ? List.of() : List.copyOf(candidates);
  }
}
