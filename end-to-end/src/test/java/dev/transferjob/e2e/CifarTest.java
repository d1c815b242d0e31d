package dev.transferjob.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.transferjob.cluster.LocalCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CIFAR-10 with a network that was pre-trained on it, measured on all 10,000 test images. */
@WithTransferjob
class CifarTest {
  private static final Duration LIMIT = Duration.ofMinutes(8);

  @Test
  void scoresTheUntouchedNetworkAndFineTunesItOnFiftyImagesAClass(
      LocalCluster cluster, @TempDir Path folder) throws Exception {
    var weights = TestData.folder().resolve("models/resnet20-cifar10.safetensors");
    try (var workspace = new TestSpace(cluster, "cifar", folder)) {
      // Given
      TestData.unpack("cifar10.zip", workspace.inputs());
      var train = workspace.inputs().resolve("cifar10/train");
      TestData.sample(train, workspace.inputs().resolve("few"), 0, 50);
      TestData.sample(train, workspace.inputs().resolve("others"), 50, 20);
      Files.copy(weights, workspace.inputs().resolve("resnet20.safetensors"));

      // When
      workspace.apply("untouched", UNTOUCHED);
      var untouched = workspace.awaitComplete("untouched", LIMIT);
      workspace.apply("fine-tuned", FINE_TUNED);
      var fineTuned = workspace.awaitComplete("fine-tuned", LIMIT);

      // Then
      assertThat(Metrics.of(untouched, "accuracy")).isCloseTo(0.8103, within(0.002));
      assertThat(Metrics.of(fineTuned, "accuracy")).isGreaterThanOrEqualTo(0.82);
      var result = fineTuned.getStatus().result();
      assertThat(result.split()).isEqualTo("test");
      assertThat(result.samples()).isEqualTo(10_000);
      assertThat(Metrics.of(result.baseline().metrics(), "accuracy")).isBetween(0.15, 0.40);
    }
  }

  private static final String UNTOUCHED =
      """
      task: ImageClassification
      method: FeatureExtraction
      model:
        architecture: CifarResNet20
        weights: {uri: "pvc://inputs/resnet20.safetensors"}
        head: {source: Pretrained}
      data:
        train: {uri: "pvc://inputs/few"}
        validation: {uri: "pvc://inputs/cifar10/test"}
      training: {epochs: 0}
      output: {uri: "pvc://outputs/untouched"}
      resources:
        limits: {memory: 2Gi, nvidia.com/gpu: "1"}
      """;

  private static final String FINE_TUNED =
      """
      task: ImageClassification
      method: FineTuning
      model:
        architecture: CifarResNet20
        weights: {uri: "pvc://inputs/resnet20.safetensors"}
      data:
        train: {uri: "pvc://inputs/few"}
        validation: {uri: "pvc://inputs/others"}
        test: {uri: "pvc://inputs/cifar10/test"}
      training:
        epochs: 10
        optimizer: {name: SGD, learningRate: "0.01", momentum: "0.9", weightDecay: "0.0001"}
      fineTuning: {backboneLearningRateMultiplier: "1.0"}
      baseline: {fromScratch: {maxSeconds: 300}}
      output: {uri: "pvc://outputs/fine-tuned"}
      resources:
        limits: {memory: 2Gi, nvidia.com/gpu: "1"}
      """;
}
