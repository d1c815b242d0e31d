package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import dev.transferjob.api.Architecture;
import dev.transferjob.trainer.data.TestImages;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkLoader;
import dev.transferjob.trainer.model.Safetensors;
import dev.transferjob.trainer.model.TorchForTests;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole job of Inception v3, whose auxiliary head learns and is not in the result. */
class InceptionJobTest {
  @TempDir Path root;

  @Test
  void isWarmedUpFineTunedAndExportedWithoutItsAuxiliaryHead() throws IOException {
    // Given
    TestImages.folder(root.resolve("inputs/data/train"), 2, 4, 1);
    TestImages.folder(root.resolve("inputs/data/val"), 2, 1, 2);
    TestJob job =
        new TestJob(root, "inception", "FineTuning")
            .with("/model/architecture", "\"InceptionV3\"")
            .weights(randomWeights())
            .with("/training", "{\"epochs\": 1, \"batchSize\": 4}")
            .with("/fineTuning", "{\"headWarmupEpochs\": 1}");

    // When
    int code = job.run();

    // Then
    assertThat(code).isZero();
    assertThat(job.epochs())
        .extracting(epoch -> epoch.get("stage").asText())
        .containsExactly("HeadWarmup", "Training");
    assertThat(job.epochs().getLast().get("trainedUnits")).hasSizeGreaterThan(10);
    var tensors = Safetensors.read(job.output().resolve("model.safetensors"));
    assertThat(tensors.keySet()).noneMatch(name -> name.startsWith("AuxLogits"));
    assertThat(tensors.get("fc.weight").shape()).isEqualTo(new Shape(2, 2048));
  }

  private Path randomWeights() throws IOException {
    Path file = root.resolve("inputs/weights/inception.safetensors");
    Files.createDirectories(file.getParent());
    try (Network network =
            new NetworkLoader(TorchForTests.torch()).fromScratch(Architecture.InceptionV3, 5, 7);
        OutputStream out = Files.newOutputStream(file)) {
      Safetensors.write(network.copyState(), Map.of(), out);
    }
    return file;
  }
}
