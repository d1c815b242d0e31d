package dev.transferjob.protocol;

import java.util.List;

/** How the baseline did. {@code failure} says why there are no metrics; null if there are. */
public record Baseline(List<Metric> metrics, double seconds, boolean converged, String failure) {
  public Baseline {
    metrics = metrics == null ? List.of() : List.copyOf(metrics);
  }
}
