package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import com.fasterxml.jackson.databind.JsonNode;
import dev.transferjob.protocol.ProtocolJson;
import dev.transferjob.protocol.Result;
import dev.transferjob.trainer.FileManifest;
import dev.transferjob.trainer.Sha256;
import dev.transferjob.trainer.data.TestImages;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a finished job leaves, as others read it: in another place and under another name. */
class FinishedFolderTest {
  private static final int IMAGES = 2;
  private static final int CLASSES = 4;

  @TempDir static Path root;
  private static Path weights;
  private static TestJob job;
  private static Path folder;

  @BeforeAll
  static void finishAJobAndMoveItsFolder() throws IOException {
    TestImages.folder(root.resolve("inputs/data/train"), CLASSES, 24, 1);
    TestImages.folder(root.resolve("inputs/data/val"), CLASSES, 12, 2);
    TestJob base = new TestJob(root, "base", "FromScratch").with("/training/epochs", "6");
    assertThat(base.run()).isZero();
    weights = base.asWeights();
    job =
        new TestJob(root, "flowers", "FineTuning")
            .weights(weights)
            .with("/training/seed", "7")
            .with("/output/formats", "[\"ONNX\"]")
            .with("/baseline", "{\"fromScratch\": {}}");
    assertThat(job.run()).isZero();
    folder = Files.move(job.output(), root.resolve("moved and renamed"));
  }

  @Test
  void djlNamesTheClassesOfImages() throws Exception {
    // Given
    Criteria<Image, Classifications> criteria =
        Criteria.builder()
            .setTypes(Image.class, Classifications.class)
            .optModelPath(folder)
            .build();

    // When
    try (var model = criteria.loadModel();
        var predictor = model.newPredictor()) {
      for (int label = 0; label < CLASSES; label++) {
        Path image = root.resolve("inputs/data/val/class-" + label + "/0.png");
        Classifications found = predictor.predict(ImageFactory.getInstance().fromFile(image));

        // Then
        assertThat(found.getClassNames())
            .containsExactly("class-0", "class-1", "class-2", "class-3");
        assertThat(found.best().getClassName()).isEqualTo("class-" + label);
      }
    }
  }

  @Test
  void onnxRuntimeGivesTheLogitsOfTorchScript() throws Exception {
    // Given
    assertThat(FileManifest.read(folder)).containsKeys("model.onnx", "model.pt");
    var criteria =
        Criteria.builder().setTypes(NDList.class, NDList.class).optModelPath(folder).build();
    try (NDManager scope = NDManager.newBaseManager(null, "PyTorch");
        var model = criteria.loadModel();
        var predictor = model.newPredictor()) {
      NDArray images = scope.randomUniform(-2, 2, new Shape(IMAGES, 3, 32, 32));

      // When
      float[] expected = predictor.predict(new NDList(images)).singletonOrThrow().toFloatArray();
      float[] found = inOnnxRuntime(images);

      // Then
      assertThat(found).hasSize(IMAGES * CLASSES).containsExactly(expected, Offset.offset(1e-4f));
      assertThat(expected[0]).isNotEqualTo(expected[CLASSES]);
    }
  }

  private static float[] inOnnxRuntime(NDArray images) throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    FloatBuffer pixels = FloatBuffer.wrap(images.toFloatArray());
    try (var session = environment.createSession(folder.resolve("model.onnx").toString());
        var input = OnnxTensor.createTensor(environment, pixels, images.getShape().getShape());
        var result = session.run(Map.of("images", input))) {
      return ((OnnxTensor) result.get(0)).getFloatBuffer().array();
    }
  }

  @Test
  void theProvenanceNamesAllThatWentIn() throws IOException {
    // When
    JsonNode found = ProtocolJson.mapper().readTree(folder.resolve("provenance.json").toFile());

    // Then
    assertThat(found.get("name").asText()).isEqualTo("flowers");
    assertThat(found.get("namespace").asText()).isEqualTo("tests");
    assertThat(found.get("uid").asText()).isEqualTo("uid-flowers");
    assertThat(found.get("seed").asLong()).isEqualTo(7);
    assertThat(found.get("weights").asText()).isEqualTo(Sha256.ofFile(weights));
    assertThat(found.at("/data/train").asText()).isEqualTo(digest("inputs/data/train"));
    assertThat(found.at("/data/validation").asText()).isEqualTo(digest("inputs/data/val"));
    assertThat(found.get("data")).hasSize(2);
    assertThat(found.get("spec"))
        .isEqualTo(
            ProtocolJson.mapper().readTree(ProtocolJson.mapper().writeValueAsBytes(job.spec())));
    assertThat(found.get("specSha256").asText()).isEqualTo(Sha256.of(found.get("spec").toString()));
    assertThat(found.get("machine").asText()).contains("trainer ", "cpu, 1 threads, ");
    assertThat(found.at("/versions/java").asText()).isEqualTo(Runtime.version().toString());
    assertThat(found.at("/versions/djl").asText()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(found.at("/versions/pytorch").asText()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(found.at("/versions/trainer").asText()).isNotEmpty();
    assertThat(Instant.parse(found.get("start").asText()))
        .isBefore(Instant.parse(found.get("end").asText()));
  }

  /** As {@code sha256sum} gives it: of a line for each file, its name, a tab and its digest. */
  private static String digest(String data) throws IOException {
    Path top = root.resolve(data);
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(top)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        lines.add(top.relativize(file) + "\t" + Sha256.ofFile(file));
      }
    }
    lines.sort(null);
    return Sha256.of(String.join("\n", lines));
  }

  @Test
  void theModelCardSaysWhatTheModelIsAndHowGoodItIs() throws IOException {
    // When
    String card = Files.readString(folder.resolve("MODEL_CARD.md"));

    // Then
    Result result = job.end().result();
    assertThat(card)
        .startsWith("# flowers\n")
        .contains(
            "A classifier of images with 4 classes: class-0, class-1, class-2, class-3.",
            "| network | CifarResNet8 |",
            "| method | FineTuning |",
            "| trained on | 96 images |",
            "| measured on | 48 images, split `validation` |",
            "| accuracy | %s |".formatted(number(job.accuracy())),
            "Against the same network trained from scratch on the same samples: accuracy",
            "95 % interval " + "%+.4f".formatted(result.gain().getFirst().low()),
            "`model.safetensors` holds the same weights",
            "shorter side to 32 pixels",
            "centre of 32 pixels square",
            "[0.485, 0.456, 0.406]",
            "[0.229, 0.224, 0.225]",
            "`provenance.json`")
        .doesNotContain("%s", "%d", "null");
    result
        .metrics()
        .forEach(
            metric ->
                assertThat(card)
                    .contains("| %s | %s |".formatted(metric.name(), number(metric.value()))));
  }

  @Test
  void theHistorySaysHowLongEachEpochWaitedForImages() throws IOException {
    // When
    List<String> lines = Files.readAllLines(folder.resolve("metrics.jsonl"));

    // Then
    assertThat(lines).hasSizeGreaterThan(2);
    for (String line : lines) {
      JsonNode epoch = ProtocolJson.mapper().readTree(line);
      assertThat(epoch.get("dataWait").isNumber()).isTrue();
      assertThat(epoch.get("dataWait").asDouble()).isGreaterThan(0).isLessThan(1);
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
