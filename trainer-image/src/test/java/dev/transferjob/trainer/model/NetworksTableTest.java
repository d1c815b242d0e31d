package dev.transferjob.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.Architecture;
import dev.transferjob.trainer.engine.ScriptTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The documented table of networks is the one in code. */
class NetworksTableTest {
  private static final Path DOCUMENT = Path.of("../docs/networks.md");

  @Test
  void theDocumentHasOneRowPerArchitecture() throws IOException {
    // Given
    String document = Files.readString(DOCUMENT);

    // When, Then
    for (Architecture architecture : Architecture.values()) {
      assertThat(document).as("put this row into " + DOCUMENT).contains(row(architecture));
    }
  }

  private static String row(Architecture architecture) {
    NetworkPlan plan = Architectures.plan(architecture, 1000);
    InputSpec input = Architectures.input(architecture);
    String units =
        plan.units().stream().map(unit -> "`" + unit.name() + "`").collect(Collectors.joining(" "));
    return String.format(
        Locale.ROOT,
        "| `%s` | %.1f M | %d | `%s` | %d / %d | %s | %s | %s |",
        architecture,
        plan.tensors().stream()
                .filter(tensor -> tensor.trained() && !plan.inHead(tensor.name()))
                .map(ScriptTensor::shape)
                .mapToLong(shape -> shape.size())
                .sum()
            / 1e6,
        plan.features(),
        plan.head(),
        input.size(),
        input.resize(),
        numbers(input.mean()),
        numbers(input.std()),
        units);
  }

  private static String numbers(List<Double> values) {
    return values.stream()
        .map(value -> String.format(Locale.ROOT, "%.3f", value))
        .distinct()
        .collect(Collectors.joining(" "));
  }
}
