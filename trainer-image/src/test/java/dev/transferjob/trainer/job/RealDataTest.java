package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.transferjob.protocol.Metric;
import dev.transferjob.trainer.model.ReferenceData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Public data and public weights reach what PyTorch reaches with them. */
class RealDataTest {
  @TempDir Path root;

  /** PyTorch's linear probe: 0.9325, mean of three seeds. */
  @Test
  void antsAndBeesAreToldApartWithWeightsInEitherFormat() throws IOException {
    // Given
    Path photos = Zip.unpack(ReferenceData.file("hymenoptera.zip"), root.resolve("inputs"));
    Files.move(photos.resolve("hymenoptera"), root.resolve("inputs/data"));
    TestJob safetensors = antsAndBees("safetensors", "efficientnet-lite0.safetensors");
    TestJob stateDict = antsAndBees("state-dict", "efficientnet-lite0.pth");

    // When
    safetensors.run();
    stateDict.run();

    // Then
    assertThat(safetensors.accuracy()).isGreaterThanOrEqualTo(0.92);
    assertThat(stateDict.end().result().metrics()).isEqualTo(safetensors.end().result().metrics());
  }

  /** PyTorch on these JPEG copies: 0.8103 untouched, 0.8358 fine-tuned on 50 a class. */
  @Test
  void cifarIsToldApartUntouchedAndFineTuned() throws IOException {
    // Given
    Path images = Zip.unpack(ReferenceData.file("cifar10.zip"), root.resolve("inputs/data"));
    part(images.resolve("cifar10/train"), images.resolve("few"), 0, 50);
    part(images.resolve("cifar10/train"), images.resolve("other"), 50, 20);
    TestJob untouched =
        cifar("untouched", "FeatureExtraction")
            .with("/model/head", "{\"source\": \"Pretrained\"}")
            .with("/training/epochs", "0");
    TestJob tuned =
        cifar("tuned", "FineTuning")
            .with(
                "/training",
                """
                {"epochs": 10, "batchSize": 32, "optimizer": {"name": "SGD", "learningRate": "0.01"}}
                """);

    // When
    untouched.run();
    tuned.run();

    // Then
    assertThat(untouched.end().result().samples()).isEqualTo(10_000);
    assertThat(metric(untouched.end().result().untouched())).isCloseTo(0.8103, within(0.002));
    assertThat(tuned.accuracy()).isGreaterThanOrEqualTo(0.82);
  }

  private TestJob antsAndBees(String name, String weights) throws IOException {
    return new TestJob(root, name, "FeatureExtraction")
        .with("/model/architecture", "\"EfficientNetLite0\"")
        .weights(weights(weights))
        .with("/training", "{\"epochs\": 20}");
  }

  private TestJob cifar(String name, String method) throws IOException {
    return new TestJob(root, name, method)
        .with("/model/architecture", "\"CifarResNet20\"")
        .weights(weights("resnet20-cifar10.safetensors"))
        .with("/data/train", "{\"uri\": \"pvc://data/few\"}")
        .with("/data/validation", "{\"uri\": \"pvc://data/other\"}")
        .with("/data/test", "{\"uri\": \"pvc://data/cifar10/test\"}");
  }

  private Path weights(String name) throws IOException {
    Path copy = root.resolve("inputs/weights").resolve(name);
    if (!Files.exists(copy)) {
      Files.createDirectories(copy.getParent());
      Files.copy(ReferenceData.file("models/" + name), copy);
    }
    return copy;
  }

  /** Links {@code count} images of each class from {@code first} on. */
  private static void part(Path from, Path to, int first, int count) throws IOException {
    try (Stream<Path> classes = Files.list(from)) {
      for (Path folder : classes.toList()) {
        Path target = Files.createDirectories(to.resolve(folder.getFileName()));
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : files.sorted().skip(first).limit(count).toList()) {
            Files.createLink(target.resolve(file.getFileName()), file);
          }
        }
      }
    }
  }

  private static double metric(List<Metric> metrics) {
    return metrics.stream()
        .filter(metric -> metric.name().equals("accuracy"))
        .findFirst()
        .orElseThrow()
        .value();
  }
}
