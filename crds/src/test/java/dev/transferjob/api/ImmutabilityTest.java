package dev.transferjob.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.transferjob.cluster.junit.WithCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Adds, changes and removes each field of a stored spec. {@code immutability.yaml} has two values
 * for each field, the second one not the default, what else the field needs to be valid, and for a
 * required one what its absence is answered with.
 */
@WithCluster
class ImmutabilityTest {
  private static final Path FOLDER = Path.of("src/test/resources/validation");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** What the schema itself says; rules of what cannot change are not asked again. */
  private static final String REQUIRED = "Required value";

  private static final String PRIORITY = "priorityClassName";

  private static KubernetesClient client;
  private static JsonNode values;

  @BeforeAll
  static void install(KubernetesClient admin) throws IOException {
    InstalledCrd.install(admin);
    client = admin;
    values = YAML.readTree(FOLDER.resolveSibling("immutability.yaml").toFile());
  }

  @AfterAll
  static void remove() {
    client.genericKubernetesResources("transferjob.dev/v1alpha1", "TransferJob").delete();
  }

  @Test
  void everyFieldIsTried() {
    var fields =
        Arrays.stream(TransferJobSpec.class.getRecordComponents())
            .map(component -> component.getName())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(values.properties().stream().map(entry -> entry.getKey()))
        .as("immutability.yaml names every field of the spec")
        .containsExactlyInAnyOrderElementsOf(fields);
  }

  @TestFactory
  Stream<DynamicTest> changes() {
    return values.properties().stream()
        .map(entry -> entry.getKey())
        // A field that has only one value yet cannot be changed to another.
        .filter(field -> !value(field, 0).equals(value(field, 1)))
        .flatMap(
            field ->
                Stream.of(
                    DynamicTest.dynamicTest("change " + field, () -> change(field)),
                    DynamicTest.dynamicTest("add " + field, () -> add(field)),
                    DynamicTest.dynamicTest("remove " + field, () -> remove(field))));
  }

  @Test
  void priorityInAQueueChangesButNeitherComesNorGoes() throws IOException {
    // Given
    var queue = YAML.readTree("{queueName: team-a}");
    var stored = client.resource(generic(with(base(queue), PRIORITY, text("low")))).create();
    var without = client.resource(generic(named(base(queue), "without"))).create();

    // When
    var changed = update(with(YAML.valueToTree(stored), PRIORITY, text("high")));
    var removed = update(with(YAML.valueToTree(stored), PRIORITY, null));
    var added = update(with(YAML.valueToTree(without), PRIORITY, text("high")));
    client.resource(stored).delete();
    client.resource(without).delete();

    // Then
    assertThat(changed).isEmpty();
    assertThat(removed).get().asString().contains(Immutability.MESSAGE);
    assertThat(added).get().asString().contains(Immutability.MESSAGE);
  }

  private static Optional<String> update(ObjectNode edited) throws IOException {
    ((ObjectNode) edited.get("metadata")).remove("resourceVersion");
    return refusal(() -> client.resource(generic(edited)).update());
  }

  private static ObjectNode named(ObjectNode resource, String name) {
    ((ObjectNode) resource.get("metadata")).put("name", name);
    return resource;
  }

  private static JsonNode text(String value) {
    return YAML.getNodeFactory().textNode(value);
  }

  private static void change(String field) throws IOException {
    check(field, value(field, 0), value(field, 1));
  }

  private static void add(String field) throws IOException {
    check(field, null, value(field, 1));
  }

  private static void remove(String field) throws IOException {
    check(field, value(field, 1), null);
  }

  private static JsonNode value(String field, int index) {
    return values.get(field).get("values").get(index);
  }

  private static void check(String field, JsonNode before, JsonNode after) throws IOException {
    // Given
    var base = with(base(values.get(field).path("with")), field, before);
    if (before == null && values.get(field).has("required")) {
      assertThat(refusal(() -> client.resource(generic(base)).create()))
          .get()
          .asString()
          .contains(values.get(field).get("required").asText());
      return;
    }
    var stored = client.resource(generic(base)).create();

    // When
    var edited = with((ObjectNode) YAML.valueToTree(stored), field, after);
    var refusal = refusal(() -> client.resource(generic(edited)).update());
    client.resource(stored).delete();

    // Then
    if (Immutability.MUTABLE.contains(field)) {
      assertThat(refusal).isEmpty();
    } else if (after == null && REQUIRED.equals(values.get(field).path("required").asText())) {
      assertThat(refusal).get().asString().contains(REQUIRED);
    } else {
      assertThat(refusal).get().asString().contains(Immutability.MESSAGE);
    }
  }

  private static ObjectNode base(JsonNode others) throws IOException {
    var base = (ObjectNode) YAML.readTree(FOLDER.resolve("base.yaml").toFile());
    ((ObjectNode) base.get("metadata")).put("name", "edited");
    others.properties().forEach(other -> with(base, other.getKey(), other.getValue()));
    return base;
  }

  private static ObjectNode with(ObjectNode resource, String field, JsonNode value) {
    var spec = (ObjectNode) resource.get("spec");
    if (value == null) {
      spec.remove(field);
    } else {
      spec.set(field, value);
    }
    return resource;
  }

  private interface Write {
    void run() throws IOException;
  }

  private static Optional<String> refusal(Write write) throws IOException {
    try {
      write.run();
      return Optional.empty();
    } catch (KubernetesClientException refused) {
      return Optional.of(refused.getMessage());
    }
  }

  private static GenericKubernetesResource generic(ObjectNode resource) throws IOException {
    return YAML.treeToValue(resource, GenericKubernetesResource.class);
  }
}
