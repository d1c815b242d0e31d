package dev.transferjob.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.transferjob.cluster.junit.WithCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The manifests in {@code samples}: a real API server takes them, and no field is in none. */
@WithCluster
class SamplesTest {
  private static final Path SAMPLES = Path.of("../samples");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @BeforeAll
  static void install(KubernetesClient client) {
    InstalledCrd.install(client);
  }

  @Test
  void everySampleIsAccepted(KubernetesClient client) throws IOException {
    for (var file : samples()) {
      // Given
      var sample = YAML.readValue(file.toFile(), GenericKubernetesResource.class);
      sample.getMetadata().setNamespace("default");

      // When
      var stored = client.resource(sample).dryRun().create();

      // Then
      var spec = YAML.readTree(file.toFile()).get("spec");
      var kept = names(YAML.valueToTree(stored.<Object>get("spec")));
      assertThat(kept).as("the schema knows all fields of %s", file).containsAll(names(spec));
    }
  }

  @Test
  void everyFieldIsInASample() throws IOException {
    // When
    var used = new HashSet<String>();
    for (var file : samples()) {
      used.addAll(names(YAML.readTree(file.toFile()).get("spec")));
    }

    // Then
    assertThat(Fields.ofSpec()).extracting(field -> place(field.path())).isSubsetOf(used);
  }

  private static List<Path> samples() throws IOException {
    try (var files = Files.list(SAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static Set<String> names(JsonNode spec) {
    var names = new HashSet<String>();
    collect("", spec, names);
    return names;
  }

  private static void collect(String path, JsonNode node, Set<String> names) {
    node.properties()
        .forEach(
            field -> {
              var nested = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
              names.add(place(nested));
              collect(nested, field.getValue(), names);
            });
    if (node.isArray()) {
      node.forEach(element -> collect(path + "[]", element, names));
    }
  }

  /** A field's name and its owner's: the same type in another place has the same fields. */
  private static String place(String path) {
    var names = List.of(path.replace("sourceAugmentation", "augmentation").split("\\."));
    return String.join(".", names.subList(Math.max(0, names.size() - 2), names.size()));
  }
}
