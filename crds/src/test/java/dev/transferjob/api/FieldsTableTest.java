package dev.transferjob.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Run with {@code -Ddocs.update=true} to write the table anew. */
class FieldsTableTest {
  private static final Path TABLE = Path.of("../docs/fields.md");

  @Test
  void documentedTableIsThatOfTheSchema() throws IOException {
    // When
    var table = table();

    // Then
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(TABLE, table);
    }
    assertThat(Files.readString(TABLE)).isEqualTo(table);
  }

  private static String table() {
    return """
        # Fields

        Everything that a TransferJob's `spec` can say, as `kubectl explain transferjob.spec --recursive` does. Fields of a list's
        elements have `[]` in their name. Every field is used by one of the [samples](../samples) at least. Which of them go together is said by the
        API server as soon as a TransferJob is applied.

        | Field | Values | Default | What it is |
        | --- | --- | --- | --- |
        """
        + Fields.ofSpec().stream().map(FieldsTableTest::row).collect(Collectors.joining());
  }

  private static String row(Fields.Field field) {
    var schema = field.schema();
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            field.path(),
            values(schema),
            schema.getDefault() == null ? "" : "`" + schema.getDefault() + "`",
            schema.getDescription().replace("|", "\\|"));
  }

  private static String values(JSONSchemaProps schema) {
    if (schema.getEnum() != null && !schema.getEnum().isEmpty()) {
      return schema.getEnum().stream()
          .map(JsonNode::asText)
          .map("`%s`"::formatted)
          .collect(Collectors.joining(", "));
    }
    if (schema.getItems() != null) {
      return "list of " + values(schema.getItems().getSchema());
    }
    return String.join(", ", bounded(schema));
  }

  private static List<String> bounded(JSONSchemaProps schema) {
    var words = new ArrayList<>(List.of(schema.getType()));
    if (schema.getMinimum() != null) {
      words.add("at least %.0f".formatted(schema.getMinimum()));
    }
    if (schema.getMaximum() != null) {
      words.add("at most %.0f".formatted(schema.getMaximum()));
    }
    return words;
  }
}
