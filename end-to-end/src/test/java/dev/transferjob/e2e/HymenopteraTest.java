package dev.transferjob.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.TransferJob;
import dev.transferjob.cluster.LocalCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ants and bees: 245 photos for training, 153 for validation; ImageNet weights. */
@WithTransferjob
class HymenopteraTest {
  private static final Duration LIMIT = Duration.ofMinutes(6);

  @Test
  void cachedFeaturesReachTheProbesAccuracyFromEitherFormOfTheWeights(
      LocalCluster cluster, @TempDir Path folder) throws Exception {
    var data = TestData.folder();
    try (var workspace = new TestSpace(cluster, "hymenoptera", folder)) {
      // Given
      TestData.unpack("hymenoptera.zip", workspace.inputs());
      for (var form : new String[] {"safetensors", "pth"}) {
        var weights = "efficientnet-lite0." + form;
        Files.copy(data.resolve("models").resolve(weights), workspace.inputs().resolve(weights));
      }

      // When
      workspace.apply("safetensors", spec("safetensors"));
      var first = workspace.awaitComplete("safetensors", LIMIT);
      workspace.apply("pth", spec("pth"));
      var second = workspace.awaitComplete("pth", LIMIT);

      // Then
      assertThat(Metrics.of(first, "accuracy")).isGreaterThanOrEqualTo(0.92);
      assertThat(first.getStatus().result().samples()).isEqualTo(153);
      assertThat(metrics(second)).isEqualTo(metrics(first));
      assertThat(workspace.outputs().resolve("pth/model.safetensors"))
          .hasSameBinaryContentAs(workspace.outputs().resolve("safetensors/model.safetensors"));
    }
  }

  private static Object metrics(TransferJob job) {
    return job.getStatus().result().metrics();
  }

  private static String spec(String form) {
    return """
        task: ImageClassification
        method: FeatureExtraction
        model:
          architecture: EfficientNetLite0
          weights: {uri: "pvc://inputs/efficientnet-lite0.%1$s"}
        data:
          train: {uri: "pvc://inputs/hymenoptera/train"}
          validation: {uri: "pvc://inputs/hymenoptera/val"}
        training: {epochs: 20}
        output: {uri: "pvc://outputs/%1$s"}
        resources:
          limits: {memory: 4Gi, nvidia.com/gpu: "1"}
        """
        .formatted(form);
  }
}
