package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Run with {@code -Ddocs.update=true} to write the table anew. */
class ReasonsTableTest {
  private static final Path TABLE = Path.of("../docs/reasons.md");

  @Test
  void documentedTableIsThatOfTheCode() throws IOException {
    // When
    var table = reasons() + exitCodes();

    // Then
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(TABLE, table);
    }
    assertThat(Files.readString(TABLE)).isEqualTo(table);
  }

  @Test
  void everyExitCodeHasAReason() {
    assertThat(Arrays.stream(ExitCode.values()).map(Reason::of)).doesNotContainNull();
  }

  private static String reasons() {
    return """
        # Reasons

        Every condition of a TransferJob has one of these reasons, and a message that says what
        happened here and what to do next. `kubectl get tj -o wide` shows the reason of the condition
        `Running`; `kubectl describe tj NAME` shows all. The condition `Queued` has the reasons of Kueue's
        Workload besides, such as `Pending`.

        | Reason | Meaning | What to do |
        | --- | --- | --- |
        """
        + Arrays.stream(Reason.values())
            .map(r -> "| `%s` | %s | %s |\n".formatted(r.name(), r.meaning(), r.advice()))
            .collect(Collectors.joining());
  }

  private static String exitCodes() {
    return """

        ## Exit codes of the trainer

        Any code that is not listed is a `TrainerError`.

        | Code | Reason | What follows |
        | --- | --- | --- |
        """
        + Arrays.stream(ExitCode.values())
            .map(c -> "| %d | `%s` | %s |\n".formatted(c.code(), Reason.of(c), consequence(c)))
            .collect(Collectors.joining());
  }

  private static String consequence(ExitCode code) {
    return switch (code.kind()) {
      case SUCCESS -> "the job is complete";
      case FINAL -> "the job fails at once";
      case RETRIED -> "the next attempt, as long as `spec.backoffLimit` allows";
      case NOT_COUNTED -> "the next attempt; not counted as a failure";
    };
  }
}
