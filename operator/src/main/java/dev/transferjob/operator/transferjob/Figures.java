package dev.transferjob.operator.transferjob;

import dev.transferjob.api.BestStatus;
import dev.transferjob.api.CheckpointStatus;
import dev.transferjob.api.MetricStatus;
import dev.transferjob.api.ProgressStatus;
import dev.transferjob.protocol.Best;
import dev.transferjob.protocol.Checkpoint;
import dev.transferjob.protocol.Metric;
import dev.transferjob.protocol.ProgressReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Turns what the trainer says into what the status shows: decimals are strings there. */
final class Figures {
  private Figures() {}

  /**
   * The progress to store.
   *
   * @param old stays, with its time, where nothing else has changed: else the same report would be
   *     written again and again
   */
  static ProgressStatus progress(ProgressReport report, ProgressStatus old, Instant now) {
    var time = old == null ? Times.text(now) : old.lastUpdatedTime();
    var same = progress(report, time);
    return same.equals(old) ? old : progress(report, Times.text(now));
  }

  private static ProgressStatus progress(ProgressReport report, String time) {
    return new ProgressStatus(
        report.percentage(),
        report.stage(),
        report.epoch(),
        report.totalEpochs(),
        report.step(),
        report.totalSteps(),
        decimal(report.samplesPerSecond(), 1),
        report.estimatedRemainingSeconds(),
        remaining(report.estimatedRemainingSeconds()),
        time);
  }

  static List<MetricStatus> metrics(List<Metric> metrics) {
    return metrics.stream().map(m -> new MetricStatus(m.name(), decimal(m.value(), 4))).toList();
  }

  static BestStatus best(Best best) {
    return new BestStatus(best.metric(), decimal(best.value(), 4), best.epoch());
  }

  static CheckpointStatus checkpoint(Checkpoint checkpoint) {
    var time = checkpoint.time() == null ? null : Times.text(checkpoint.time());
    return new CheckpointStatus(checkpoint.step(), checkpoint.epoch(), checkpoint.sha256(), time);
  }

  static String decimal(double value, int places) {
    return String.format(Locale.ROOT, "%." + places + "f", value);
  }

  /** As people read it: 1h5m, 1m38s, 38s. */
  static String remaining(long seconds) {
    var left = Duration.ofSeconds(seconds);
    if (left.toHours() > 0) {
      return left.toHours() + "h" + left.toMinutesPart() + "m";
    }
    return left.toMinutes() > 0
        ? left.toMinutes() + "m" + left.toSecondsPart() + "s"
        : left.toSeconds() + "s";
  }
}
