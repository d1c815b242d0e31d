package dev.transferjob.quickstart;

import dev.transferjob.api.Condition;
import dev.transferjob.api.ConditionStatus;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.MetricStatus;
import dev.transferjob.api.ProgressStatus;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.protocol.Stage;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Shows a job's progress: one line that moves on a terminal, else a line for each change. */
final class ProgressView {
  private static final int BAR = 24;

  private final PrintStream out;
  private final boolean terminal;
  private String last = "";

  ProgressView(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void show(TransferJobStatus status) {
    String line = "  " + (status.progress() == null ? waiting(status) : training(status));
    if (line.equals(last)) {
      return;
    }
    last = line;
    if (terminal) {
      out.print("\r" + line + "\u001b[K");
      out.flush();
    } else {
      out.println(line);
    }
  }

  /** Leaves the moving line. */
  void end() {
    if (terminal) {
      out.println();
    }
  }

  private static String waiting(TransferJobStatus status) {
    Optional<Condition> wait =
        status.condition(ConditionType.Running).filter(c -> c.status() != ConditionStatus.True);
    return bar(0)
        + wait.map(condition -> condition.reason() + ": " + condition.message()).orElse("Starting");
  }

  private static String training(TransferJobStatus status) {
    ProgressStatus progress = status.progress();
    String epoch =
        progress.totalEpochs() == 0
            ? ""
            : "  epoch %d/%d".formatted(progress.epoch(), progress.totalEpochs());
    // Before any work is done there is nothing to estimate from.
    boolean isEstimated = progress.percentage() > 0 && progress.remaining() != null;
    String remaining = isEstimated ? "  ETA " + progress.remaining() : "";
    return bar(progress.percentage())
        + progress.stage()
        + epoch
        + metrics(progress.stage(), status.metrics())
        + (status.isFinished() ? "" : remaining);
  }

  private static String bar(int percentage) {
    int filled = Math.clamp(Math.round(percentage * BAR / 100.0), 0, BAR);
    return "[%s%s] %3d %%  ".formatted("█".repeat(filled), "░".repeat(BAR - filled), percentage);
  }

  /** They are of the job's model also while the baseline trains that it is compared with. */
  private static String metrics(Stage stage, List<MetricStatus> metrics) {
    String text =
        metrics.stream()
            .filter(metric -> List.of("loss", "accuracy").contains(metric.name()))
            .map(metric -> "  " + metric.name() + " " + metric.value())
            .collect(Collectors.joining());
    return stage == Stage.Baseline && !text.isEmpty() ? "  to beat:" + text : text;
  }
}
