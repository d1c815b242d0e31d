package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.Interpolation;
import dev.transferjob.trainer.data.Preprocessing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Features are taken for known only where nothing that they depend on has changed. */
class FeatureKeyTest {
  private static final List<Double> HALF = List.of(0.5, 0.5, 0.5);
  private static final Preprocessing USUAL =
      new Preprocessing(32, 36, Interpolation.Bilinear, HALF, HALF);
  private static final Machine MACHINE = new Machine("1.0", "cpu", 2, "avx2");

  @TempDir Path root;

  @Test
  void nothingElseCounts() throws IOException {
    // Given
    TestJob other =
        job()
            .with("/training", "{\"epochs\": 9, \"batchSize\": 5, \"seed\": 8}")
            .with("/model/head", "{\"type\": \"Mlp\"}")
            .with("/output/uri", "\"pvc://models/elsewhere\"");

    // When / Then
    assertThat(key(other, "weights", USUAL, "2.7.1", MACHINE)).isEqualTo(usual());
  }

  @ParameterizedTest
  @CsvSource({
    "/model/architecture, '\"CifarResNet20\"'",
    "/training/precision, '\"BF16\"'",
    "/imageClassification, '{\"augmentation\": [{\"type\": \"RandomCrop\"}]}'"
  })
  void aPartOfTheSpecCounts(String pointer, String value) throws IOException {
    assertThat(key(job().with(pointer, value), "weights", USUAL, "2.7.1", MACHINE))
        .isNotEqualTo(usual());
  }

  @Test
  void weightsAndLibraryCount() throws IOException {
    assertThat(key(job(), "others", USUAL, "2.7.1", MACHINE)).isNotEqualTo(usual());
    assertThat(key(job(), "weights", USUAL, "2.8.0", MACHINE)).isNotEqualTo(usual());
  }

  @Test
  void everyPartOfThePreprocessingCounts() throws IOException {
    List<Double> other = List.of(0.5, 0.5, 0.25);
    for (Preprocessing changed :
        List.of(
            new Preprocessing(28, 36, Interpolation.Bilinear, HALF, HALF),
            new Preprocessing(32, 32, Interpolation.Bilinear, HALF, HALF),
            new Preprocessing(32, 36, Interpolation.Bicubic, HALF, HALF),
            new Preprocessing(32, 36, Interpolation.Bilinear, other, HALF),
            new Preprocessing(32, 36, Interpolation.Bilinear, HALF, other))) {
      assertThat(key(job(), "weights", changed, "2.7.1", MACHINE)).isNotEqualTo(usual());
    }
  }

  @Test
  void everyPartOfTheMachineCounts() throws IOException {
    for (Machine changed :
        List.of(
            new Machine("1.1", "cpu", 2, "avx2"),
            new Machine("1.0", "gpu", 2, "avx2"),
            new Machine("1.0", "cpu", 4, "avx2"),
            new Machine("1.0", "cpu", 2, "avx512f"))) {
      assertThat(key(job(), "weights", USUAL, "2.7.1", changed)).isNotEqualTo(usual());
    }
  }

  private String usual() throws IOException {
    return key(job(), "weights", USUAL, "2.7.1", MACHINE);
  }

  private static String key(
      TestJob job, String weights, Preprocessing preprocessing, String pytorch, Machine machine)
      throws IOException {
    return ModelSetup.featureKey(job.spec(), weights, preprocessing, pytorch, machine);
  }

  private TestJob job() throws IOException {
    return new TestJob(root, "job", "FeatureExtraction");
  }
}
