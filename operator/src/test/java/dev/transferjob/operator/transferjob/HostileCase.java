package dev.transferjob.operator.transferjob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A case of {@code hostile.yaml}.
 *
 * @param name by which it is stored, where it does not bring one of its own
 */
record HostileCase(JsonNode fields, String name) {
  private static final Path FOLDER = Path.of("src/test/resources");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern REPEATED = Pattern.compile("\\{\\{(.+?)\\*(\\d+)}}");

  static List<HostileCase> all() throws IOException {
    var cases = YAML.readTree(FOLDER.resolve("hostile.yaml").toFile());
    return IntStream.range(0, cases.size())
        .mapToObj(i -> new HostileCase(cases.get(i), "case-" + i))
        .toList();
  }

  Optional<String> refused() {
    return text("refused");
  }

  Optional<Reason> explained() {
    return text("explained").map(Reason::valueOf);
  }

  boolean isStrict() {
    return fields.has("strict");
  }

  /** What is sent, as YAML or JSON. */
  String body() throws IOException {
    if (fields.has("yaml")) {
      return fields.get("yaml").asText();
    }
    if (fields.has("raw")) {
      var kind =
          "{\"apiVersion\": \"transferjob.dev/v1alpha1\", \"kind\": \"TransferJob\","
              + " \"metadata\": {\"name\": \"%s\"}, ".formatted(name);
      return kind + repeated(fields.get("raw").asText()).substring(1);
    }
    var object = (ObjectNode) YAML.readTree(FOLDER.resolve("transferjob.yaml").toFile());
    ((ObjectNode) object.get("metadata")).put("name", name);
    for (var part : List.of("metadata", "spec")) {
      var own = (ObjectNode) object.get(part);
      fields.path(part).properties().forEach(field -> own.set(field.getKey(), field.getValue()));
    }
    if (fields.has("status")) {
      object.set("status", fields.get("status"));
    }
    return repeated(JSON.writeValueAsString(object));
  }

  String contentType() {
    return fields.has("yaml") ? "application/yaml" : "application/json";
  }

  private Optional<String> text(String field) {
    return Optional.ofNullable(fields.get(field)).map(JsonNode::asText);
  }

  private static String repeated(String text) {
    return REPEATED
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(found.group(1).repeat(Integer.parseInt(found.group(2)))));
  }

  @Override
  public String toString() {
    return fields.get("case").asText();
  }
}
