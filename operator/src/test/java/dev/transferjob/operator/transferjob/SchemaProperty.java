package dev.transferjob.operator.transferjob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A property of the generated schema.
 *
 * @param path below the spec; {@code 0} is the first item of a list
 * @param required by the object around it
 */
record SchemaProperty(List<String> path, JsonNode schema, boolean required) {
  private static final Path CRD =
      Path.of("../charts/transferjob/files/transferjobs.transferjob.dev.yaml");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** Every property of the spec, outer ones first. */
  static List<SchemaProperty> ofSpec() throws IOException {
    var version = YAML.readTree(CRD.toFile()).at("/spec/versions/0");
    var found = new ArrayList<SchemaProperty>();
    collect(List.of(), version.at("/schema/openAPIV3Schema/properties/spec"), found);
    return List.copyOf(found);
  }

  private static void collect(List<String> path, JsonNode schema, List<SchemaProperty> found) {
    var required = new ArrayList<String>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (var property : schema.path("properties").properties()) {
      var below = with(path, property.getKey());
      var needed = required.contains(property.getKey()) && !property.getValue().has("default");
      found.add(new SchemaProperty(below, property.getValue(), needed));
      collect(below, property.getValue(), found);
    }
    if (schema.has("items")) {
      collect(with(path, "0"), schema.get("items"), found);
    }
  }

  private static List<String> with(List<String> path, String name) {
    var longer = new ArrayList<>(path);
    longer.add(name);
    return List.copyOf(longer);
  }

  String name() {
    return path.getLast();
  }

  /** Whether the spec has the object or list that this property stands in. */
  boolean fits(JsonNode spec) {
    return parent(spec).isPresent();
  }

  Optional<JsonNode> in(JsonNode spec) {
    return parent(spec).map(parent -> parent.get(name()));
  }

  /** A copy of the spec with another value; without it when that is absent. */
  ObjectNode set(ObjectNode spec, Optional<JsonNode> value) {
    var copy = spec.deepCopy();
    var parent = (ObjectNode) parent(copy).orElseThrow();
    value.ifPresentOrElse(it -> parent.set(name(), it), () -> parent.remove(name()));
    return copy;
  }

  private Optional<JsonNode> parent(JsonNode spec) {
    JsonNode node = spec;
    for (var name : path.subList(0, path.size() - 1)) {
      node = node instanceof ArrayNode list ? list.path(Integer.parseInt(name)) : node.path(name);
    }
    return Optional.of(node).filter(JsonNode::isObject);
  }

  @Override
  public String toString() {
    return String.join(".", path);
  }
}
