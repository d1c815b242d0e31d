package dev.transferjob.operator.progress;

import dev.transferjob.protocol.Metric;
import dev.transferjob.protocol.ProgressReport;
import java.util.Optional;
import java.util.regex.Pattern;

/** Keeps out of the status what the CRD's schema would refuse. */
final class ReportCheck {
  private static final int MAX_METRICS = 32;
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private ReportCheck() {}

  /** What is wrong with the report, if anything. */
  static Optional<String> problem(ProgressReport report) {
    if (report.stage() == null) {
      return Optional.of("stage is missing");
    }
    if (report.percentage() < 0 || report.percentage() > 100) {
      return Optional.of("percentage must be 0 to 100");
    }
    if (report.attempt() < 1
        || report.epoch() < 0
        || report.step() < 0
        || report.estimatedRemainingSeconds() < 0
        || !Double.isFinite(report.samplesPerSecond())) {
      return Optional.of("counts must not be negative, rates must be finite");
    }
    if (report.metrics().size() > MAX_METRICS
        || !report.metrics().stream().allMatch(ReportCheck::isSound)
        || report.metrics().stream().map(Metric::name).distinct().count()
            < report.metrics().size()) {
      return Optional.of("metrics must be at most 32 finite numbers with distinct plain names");
    }
    if (report.best() != null
        && !isSound(new Metric(report.best().metric(), report.best().value()))) {
      return Optional.of("best must be a finite number with a plain name");
    }
    var checkpoint = report.checkpoint();
    if (checkpoint != null
        && checkpoint.sha256() != null
        && !SHA256.matcher(checkpoint.sha256()).matches()) {
      return Optional.of("checkpoint.sha256 must be 64 hexadecimal digits");
    }
    return Optional.empty();
  }

  private static boolean isSound(Metric metric) {
    return metric.name() != null
        && NAME.matcher(metric.name()).matches()
        && Double.isFinite(metric.value());
  }
}
