package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.data.TestImages;
import dev.transferjob.trainer.engine.Initializer;
import dev.transferjob.trainer.engine.ScriptArchive;
import dev.transferjob.trainer.engine.ScriptModule;
import dev.transferjob.trainer.engine.TensorData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole jobs with a network of one's own: what one job leaves is what the next one is given. */
class GivenNetworkJobTest {
  private static final String INPUT =
      """
      {"size": 32, "mean": ["0.485", "0.456", "0.406"], "std": ["0.229", "0.224", "0.225"]}""";

  private static final Shape FILTER = new Shape(32, 3, 1, 1);

  @TempDir static Path root;
  private static Path network;

  @BeforeAll
  static void makeDataAndNetwork() throws IOException {
    TestImages.folder(root.resolve("inputs/data/train"), 4, 24, 1);
    TestImages.folder(root.resolve("inputs/data/val"), 4, 12, 2);
    TestJob base = new TestJob(root, "base", "FromScratch").with("/training/epochs", "6");
    assertThat(base.run()).isZero();
    network = root.resolve("inputs/weights/network.pt");
    Files.createDirectories(network.getParent());
    Files.copy(base.output().resolve("model.pt"), network);
  }

  @Test
  void isFineTunedWithItsOwnHead() throws IOException {
    // Given
    TestJob job = given("kept", "FineTuning").with("/model/head", "{\"source\": \"Pretrained\"}");

    // When
    int code = job.run();

    // Then
    assertThat(code).isZero();
    assertThat(job.accuracy()).isGreaterThan(0.9);
    assertThat(job.output().resolve("model.pt")).exists();
    assertThat(job.output().resolve("model.safetensors")).doesNotExist();
  }

  @Test
  void givesItsFeaturesToANewHead() throws IOException {
    // Given
    Path file = root.resolve("inputs/weights/features.pt");
    ScriptModule module =
        new ScriptModule("Net")
            .parameter("filter", Initializer.kaimingFanOut(1), 32, 3, 1, 1)
            .methods(
                """
                def features(self, x: Tensor) -> Tensor:
                  return torch.mean(torch.relu(torch.conv2d(x, self.filter)), [2, 3])
                """);
    float[] filter = Initializer.kaimingFanOut(1).values(FILTER, new SplittableRandom(1));
    try (OutputStream out = Files.newOutputStream(file)) {
      ScriptArchive.write(module, name -> new TensorData(FILTER, filter), out);
    }
    TestJob job = given("probe", "FeatureExtraction").weights(file).with("/training/epochs", "20");

    // When
    int code = job.run();

    // Then
    assertThat(code).isZero();
    assertThat(job.accuracy()).isGreaterThan(0.9);
  }

  @Test
  void isTriedBeforeAnyDataIsRead() throws IOException {
    // Given
    TestJob job =
        given("no-features", "FineTuning").with("/data/train", "{\"uri\": \"pvc://data/absent\"}");

    // When
    int code = job.run();

    // Then
    assertThat(code).isEqualTo(ExitCode.MODEL_INVALID.code());
    assertThat(job.end().message()).contains("network.pt", "features", "torch.jit.export");
  }

  private static TestJob given(String name, String method) throws IOException {
    return new TestJob(root, name, method)
        .weights(network)
        .with("/model/architecture", "\"TorchScript\"")
        .with("/imageClassification", "{\"input\": " + INPUT + "}");
  }
}
