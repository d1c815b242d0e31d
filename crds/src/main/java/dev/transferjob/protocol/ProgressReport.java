package dev.transferjob.protocol;

import java.util.List;

/**
 * What the trainer pushes to the operator while it runs. {@code sequence} grows with every report
 * of an attempt.
 */
public record ProgressReport(
    int attempt,
    long sequence,
    Stage stage,
    int percentage,
    int epoch,
    int totalEpochs,
    long step,
    long totalSteps,
    double samplesPerSecond,
    long estimatedRemainingSeconds,
    List<Metric> metrics,
    Best best,
    Checkpoint checkpoint,
    int resumedFromStep) {
  public ProgressReport {
    metrics = metrics == null ? List.of() : List.copyOf(metrics);
  }
}
