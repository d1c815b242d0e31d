package dev.transferjob.quickstart;

import dev.transferjob.api.BaselineStatus;
import dev.transferjob.api.Condition;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.GainStatus;
import dev.transferjob.api.MetricStatus;
import dev.transferjob.api.ResultStatus;
import dev.transferjob.api.TransferJobStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the quick start says at its end. */
record Summary(String name, TransferJobStatus status) {
  private static final String ACCURACY = "accuracy";

  boolean isComplete() {
    return status.isTrue(ConditionType.Complete);
  }

  /** The cause and what to do next, as the operator wrote them. */
  String failure() {
    Condition failed = status.condition(ConditionType.Failed).orElseThrow();
    return """

          TransferJob %s failed: %s
          %s
          More: ./dev kubectl describe tj %s

        """
        .formatted(name, failed.reason(), failed.message(), name);
  }

  String success(Path model, List<String> nextCommands) {
    ResultStatus result = status.result();
    String commands = nextCommands.stream().collect(Collectors.joining("\n    ", "    ", "\n"));
    return """

          Transfer       accuracy %s
        %s
          Measured on    %d %s samples that no training saw
          Model          %s

          Next
        %s
        """
        .formatted(
            value(result.metrics()),
            comparison(result),
            result.samples(),
            result.split(),
            model,
            commands);
  }

  private static String comparison(ResultStatus result) {
    BaselineStatus baseline = result.baseline();
    if (baseline == null) {
      return "";
    }
    if (baseline.metrics().isEmpty()) {
      return "  From scratch   no result: " + baseline.failure();
    }
    String scratch =
        "  From scratch   accuracy %s   (same samples, %s s%s)"
            .formatted(
                value(baseline.metrics()),
                baseline.seconds(),
                baseline.converged() ? ", converged" : ", not converged");
    return result.gain().stream()
        .filter(gain -> gain.name().equals(ACCURACY))
        .map(Summary::interval)
        .collect(Collectors.joining("", scratch, ""));
  }

  private static String interval(GainStatus gain) {
    return "%n  Gain           %s   (95 %% interval %s to %s)"
        .formatted(gain.value(), gain.low(), gain.high());
  }

  private static String value(List<MetricStatus> metrics) {
    Predicate<MetricStatus> accuracy = metric -> metric.name().equals(ACCURACY);
    return metrics.stream().filter(accuracy).map(MetricStatus::value).findFirst().orElse("unknown");
  }
}
