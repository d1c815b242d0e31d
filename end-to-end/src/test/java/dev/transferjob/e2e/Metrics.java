package dev.transferjob.e2e;

import dev.transferjob.api.MetricStatus;
import dev.transferjob.api.TransferJob;
import java.util.List;

/** Reads measured values from a status. */
final class Metrics {
  private Metrics() {}

  /** A metric of the result. */
  static double of(TransferJob job, String name) {
    return of(job.getStatus().result().metrics(), name);
  }

  static double of(List<MetricStatus> metrics, String name) {
    return metrics.stream()
        .filter(metric -> metric.name().equals(name))
        .mapToDouble(metric -> Double.parseDouble(metric.value()))
        .findFirst()
        .orElseThrow();
  }
}
