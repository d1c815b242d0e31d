package dev.transferjob.operator.transferjob;

import static com.fasterxml.jackson.databind.node.JsonNodeFactory.instance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A valid spec with one property changed.
 *
 * @param value null: without the property
 * @param forbidden whether the schema itself forbids it; else rules may, or nothing does
 */
record SchemaMutation(
    SchemaProperty property, String base, ObjectNode spec, JsonNode value, boolean forbidden) {
  private static final List<String> TEXTS =
      List.of(
          "0",
          "0.5",
          "1e-3",
          "-1",
          "NaN",
          "1.",
          "a",
          "a.b/C",
          "Ä",
          "",
          "pvc://claim/folder",
          "../..",
          "f".repeat(64));

  /** All changes of a property, in a spec that has the object around it. */
  static List<SchemaMutation> of(SchemaProperty property, String base, ObjectNode spec) {
    return values(property, spec)
        .map(
            value ->
                new SchemaMutation(
                    property,
                    base,
                    property.set(spec, Optional.ofNullable(value.orElse(null))),
                    value.orElse(null),
                    value.map(it -> forbids(property.schema(), it)).orElse(property.required())))
        .toList();
  }

  private static Stream<Optional<JsonNode>> values(SchemaProperty property, ObjectNode spec) {
    var schema = property.schema();
    var own =
        switch (schema.path("type").asText()) {
          case "integer" -> integers(schema);
          case "boolean" ->
              List.<JsonNode>of(instance.booleanNode(true), instance.booleanNode(false));
          case "string" -> texts(schema);
          case "array" -> lists(schema, property.in(spec).orElse(null));
          default -> objects(schema);
        };
    // A null is dropped before the schema is looked at, so it is like no property.
    var wrong =
        Stream.<JsonNode>of(
            instance.textNode("text"),
            instance.numberNode(7),
            instance.numberNode(1.5),
            instance.booleanNode(true),
            instance.arrayNode(),
            instance.objectNode());
    return Stream.concat(
        Stream.concat(own.stream(), wrong).distinct().map(Optional::of),
        Stream.of(Optional.empty()));
  }

  private static List<JsonNode> integers(JsonNode schema) {
    var values = new ArrayList<JsonNode>();
    for (var bound : List.of("minimum", "maximum")) {
      if (schema.has(bound)) {
        var number = (long) schema.get(bound).asDouble();
        Stream.of(number - 1, number, number + 1).map(instance::numberNode).forEach(values::add);
      }
    }
    values.add(instance.numberNode(Long.MAX_VALUE));
    values.add(instance.numberNode(BigInteger.ONE.shiftLeft(70)));
    return values;
  }

  private static List<JsonNode> texts(JsonNode schema) {
    var values = new ArrayList<JsonNode>();
    schema.path("enum").forEach(values::add);
    TEXTS.stream().map(instance::textNode).forEach(values::add);
    if (schema.has("maxLength")) {
      var most = schema.get("maxLength").asInt();
      values.add(instance.textNode("a".repeat(most)));
      values.add(instance.textNode("a".repeat(most + 1)));
    }
    return values;
  }

  private static List<JsonNode> lists(JsonNode schema, JsonNode now) {
    if (now == null || now.isEmpty()) {
      return List.of();
    }
    var tooLong = instance.arrayNode();
    for (int i = 0; i <= schema.path("maxItems").asInt(0); i++) {
      tooLong.add(now.get(0));
    }
    return List.of(
        tooLong,
        instance.arrayNode().add(now.get(0)),
        instance.arrayNode().add(instance.numberNode(7)),
        instance.arrayNode().add(instance.objectNode()));
  }

  private static List<JsonNode> objects(JsonNode schema) {
    if (!schema.has("additionalProperties")) {
      return List.of(instance.objectNode().put("unknown", "field"));
    }
    var tooMany = instance.objectNode();
    for (int i = 0; i <= schema.path("maxProperties").asInt(); i++) {
      tooMany.put("key-" + i, "1");
    }
    return List.of(
        tooMany,
        instance.objectNode().put("cpu", "1"),
        instance.objectNode().put("not a name", "1"),
        instance.objectNode().put("memory", "-1Gi"),
        instance.objectNode().put("cpu", "9".repeat(30)),
        instance.objectNode().set("cpu", instance.objectNode()));
  }

  /** By type, bounds, length, pattern and enumeration; what is inside of it is not looked at. */
  private static boolean forbids(JsonNode schema, JsonNode value) {
    return switch (schema.path("type").asText()) {
      case "integer" ->
          !value.isIntegralNumber()
              || (schema.has("minimum") && value.asDouble() < schema.get("minimum").asDouble())
              || (schema.has("maximum") && value.asDouble() > schema.get("maximum").asDouble());
      case "boolean" -> !value.isBoolean();
      case "string" -> !value.isTextual() || forbidsText(schema, value);
      case "array" ->
          !value.isArray()
              || value.size() < schema.path("minItems").asInt(0)
              || (schema.has("maxItems") && value.size() > schema.get("maxItems").asInt());
      default ->
          !value.isObject()
              || (schema.has("maxProperties")
                  && value.size() > schema.get("maxProperties").asInt());
    };
  }

  private static boolean forbidsText(JsonNode schema, JsonNode value) {
    var text = value.asText();
    if (schema.has("enum")) {
      for (var allowed : schema.get("enum")) {
        if (allowed.equals(value)) {
          return false;
        }
      }
      return true;
    }
    return text.length() < schema.path("minLength").asInt(0)
        || (schema.has("maxLength") && text.length() > schema.get("maxLength").asInt())
        || (schema.has("pattern") && !text.matches(schema.get("pattern").asText()));
  }

  @Override
  public String toString() {
    var text = value == null ? "nothing" : value.toString();
    return "%s of %s: %s"
        .formatted(property, base, text.length() > 80 ? text.substring(0, 80) + "…" : text);
  }
}
