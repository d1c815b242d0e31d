package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.transferjob.trainer.data.TestImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The recipes of the manifests in {@code samples} train: as they are, but for small images and a
 * small network. One's own network is in {@link GivenNetworkJobTest}.
 */
class SampleJobsTest {
  private static final Path SAMPLES = Path.of("../samples");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @TempDir static Path root;

  @BeforeAll
  static void makeDataAndWeights() throws IOException {
    TestImages.folder(root.resolve("inputs/data/train"), 4, 24, 1);
    TestImages.folder(root.resolve("inputs/data/validation"), 4, 10, 2);
    TestImages.folder(root.resolve("inputs/data/test"), 4, 10, 3);
    TestImages.folder(root.resolve("inputs/data/target"), 4, 20, 4);
    var base =
        new TestJob(root, "base", "FromScratch")
            .with("/data/validation/uri", "\"pvc://data/validation\"")
            .with("/training/epochs", "3");
    assertThat(base.run()).isZero();
    base.asWeights();
  }

  /**
   * Here colour tells the classes apart, so that an adaptation that ignores colours learns little.
   */
  @ParameterizedTest
  @CsvSource({
    "quickstart, 0.9",
    "few-photos, 0.9",
    "nearest-neighbors, 0.9",
    "fine-tuning, 0.9",
    "domain-adaptation, 0.25"
  })
  void itsRecipeTrains(String sample, double accuracy) throws IOException {
    // Given
    JsonNode spec = YAML.readTree(SAMPLES.resolve(sample + ".yaml").toFile()).get("spec");
    var job = new TestJob(root, sample, spec.get("method").asText());
    for (var field : spec.properties()) {
      job.with("/" + field.getKey(), small(field.getKey(), field.getValue()).toString());
    }

    // When
    int code = job.run();

    // Then
    assertThat(code).isZero();
    assertThat(job.accuracy()).isGreaterThanOrEqualTo(accuracy);
  }

  /** The same part of a spec with the data and the network that are there. */
  private static JsonNode small(String name, JsonNode part) {
    JsonNode small = part.deepCopy();
    switch (name) {
      case "model" -> small.findParents("architecture").forEach(SampleJobsTest::smallNetwork);
      case "data", "domainAdaptation" ->
          List.of("train", "validation", "test", "target")
              .forEach(folder -> locate(small.path(folder), "pvc://data/" + folder));
      case "imageClassification" -> ((ObjectNode) small).remove("input");
      case "output" ->
          locate(small, "pvc://models/" + Path.of(small.get("uri").asText()).getFileName());
      default -> {}
    }
    return small;
  }

  private static void smallNetwork(JsonNode network) {
    ((ObjectNode) network).put("architecture", "CifarResNet8");
    locate(network.path("weights"), "pvc://weights/base.safetensors");
    network.path("weights").properties().removeIf(field -> field.getKey().equals("sha256"));
  }

  private static void locate(JsonNode source, String uri) {
    if (source instanceof ObjectNode given) {
      given.put("uri", uri);
    }
  }
}
