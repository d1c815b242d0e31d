package dev.transferjob.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.Architecture;
import dev.transferjob.trainer.engine.ScriptTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The documented table of networks is the one in code. Run with {@code -Dnetworks.update=true} to
 * write it anew.
 */
class NetworksTableTest {
  private static final Path DOCUMENT = Path.of("../docs/networks.md");
  private static final Pattern ROWS = Pattern.compile("(?<=--- \\|\n)(\\| `[^\n]*\n)+");

  @Test
  void theDocumentHasOneRowPerArchitecture() throws IOException {
    // Given
    String rows =
        Arrays.stream(Architecture.values())
            .filter(architecture -> architecture != Architecture.TorchScript)
            .map(NetworksTableTest::row)
            .collect(Collectors.joining("\n", "", "\n"));
    String document = Files.readString(DOCUMENT);

    // When
    String expected = ROWS.matcher(document).replaceFirst(Matcher.quoteReplacement(rows));

    // Then
    if (Boolean.getBoolean("networks.update")) {
      Files.writeString(DOCUMENT, expected);
    }
    assertThat(Files.readString(DOCUMENT))
        .as("%s is old: run this test with -Dnetworks.update=true", DOCUMENT)
        .isEqualTo(expected);
  }

  private static String row(Architecture architecture) {
    NetworkPlan plan = Architectures.plan(architecture, 1000).withoutAuxiliary();
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
