package dev.transferjob.operator.faults;

import dev.transferjob.operator.faults.Theatre.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a workload comes to when nothing goes wrong.
 *
 * @param end what is there in the end
 * @param points the moments that every run came to
 */
record Reference(Workload workload, String end, Set<Point> points) {
  private static final Path FAILED = Path.of("target/fault-plans");

  /** Learns from several runs, which must all have come to the same end. */
  static Reference of(List<Run> runs) {
    var first = runs.getFirst();
    for (var run : runs) {
      if (!run.broken().isEmpty() || !run.end().equals(first.end())) {
        throw new IllegalStateException(
            "%s without a fault: %s%n%s%nand once%n%s%n%s"
                .formatted(
                    run.plan().workload(), run.broken(), run.end(), first.end(), run.story()));
      }
    }
    var points = Derivation.common(runs.stream().map(Run::trace).toList());
    return new Reference(first.plan().workload(), first.end(), points);
  }

  /** What is wrong with a run, and where its plan is kept. */
  Optional<String> failure(Run run) {
    var wrong = new ArrayList<>(run.broken());
    if (wrong.isEmpty() && !run.end().equals(end)) {
      wrong.add("the end is\n%s\ninstead of\n%s".formatted(run.end(), end));
    }
    if (wrong.isEmpty()) {
      return Optional.empty();
    }
    var text = String.join("\n", wrong);
    return Optional.of(run.plan().write(FAILED, text + "\n" + run.story()) + ": " + text);
  }
}
