package dev.transferjob.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.transferjob.cluster.junit.WithCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What a real API server accepts and refuses. A case is a file in {@code validation}: a change of
 * {@code base.yaml}, where null removes a field, and for a refused one the message to expect.
 */
@WithCluster
class ValidationTest {
  private static final Path CASES = Path.of("src/test/resources/validation");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @BeforeAll
  static void install(KubernetesClient client) {
    InstalledCrd.install(client);
  }

  @TestFactory
  Stream<DynamicTest> cases(KubernetesClient client) throws IOException {
    try (var files = Files.list(CASES)) {
      return files.filter(file -> !file.endsWith("base.yaml")).sorted().toList().stream()
          .map(
              file ->
                  DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(client, file)));
    }
  }

  private static void run(KubernetesClient client, Path file) throws IOException {
    // Given
    var aCase = YAML.readTree(file.toFile());
    var resource = changed(aCase.path("change"));

    // When
    var refused =
        catchThrowableOfType(
            KubernetesClientException.class, () -> client.resource(resource).dryRun().create());

    // Then
    if (aCase.has("message")) {
      assertThat(refused).as("nothing refused this").isNotNull();
      assertThat(refused.getMessage()).contains(aCase.get("message").asText());
    } else {
      assertThat(refused).isNull();
    }
  }

  private static GenericKubernetesResource changed(JsonNode change) throws IOException {
    var merged = YAML.readTree(CASES.resolve("base.yaml").toFile());
    merge((ObjectNode) merged, change);
    return YAML.treeToValue(merged, GenericKubernetesResource.class);
  }

  private static void merge(ObjectNode target, JsonNode change) {
    change
        .properties()
        .forEach(
            field -> {
              var known = target.get(field.getKey());
              if (field.getValue().isNull()) {
                target.remove(field.getKey());
              } else if (known != null && known.isObject() && field.getValue().isObject()) {
                merge((ObjectNode) known, field.getValue());
              } else {
                target.set(field.getKey(), field.getValue());
              }
            });
  }
}
