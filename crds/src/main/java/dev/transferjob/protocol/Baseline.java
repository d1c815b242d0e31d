package dev.transferjob.protocol;

import java.util.List;

/**
 * How the baseline did.
 *
 * @param seconds that it trained
 * @param modelSeconds that the job's own training took, with caching features
 * @param stepsToBest optimizer steps after which its best epoch ended
 * @param failure why there are no metrics; null if there are
 */
public record Baseline(
    List<Metric> metrics,
    double seconds,
    double modelSeconds,
    long stepsToBest,
    boolean converged,
    String failure) {
  public Baseline {
    metrics = metrics == null ? List.of() : List.copyOf(metrics);
  }
}
