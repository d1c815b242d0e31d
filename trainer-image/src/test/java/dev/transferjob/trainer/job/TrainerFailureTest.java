package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.data.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each failure has its exit code and says what to do; none leaves a partial result. */
class TrainerFailureTest {
  @TempDir Path root;

  @BeforeEach
  void makeData() {
    TestImages.folder(root.resolve("inputs/data/train"), 2, 6, 1);
    TestImages.folder(root.resolve("inputs/data/val"), 2, 3, 2);
  }

  @Test
  void aCorruptImageIsNamed() throws IOException {
    // Given
    Files.writeString(root.resolve("inputs/data/train/class-1/4.png"), "broken");

    // When / Then
    fails(scratch(), ExitCode.DATA_INVALID, "class-1/4.png", "save it again");
  }

  @Test
  void aMissingFolderNamesTheField() throws IOException {
    // Given
    TestJob job = scratch().with("/data/validation", "{\"uri\": \"pvc://data/absent\"}");

    // When / Then
    fails(job, ExitCode.DATA_INVALID, "data.validation", "absent");
  }

  @Test
  void aHeadForOtherClassesNamesBothNumbers() throws IOException {
    // Given
    Path weights = weights();
    TestImages.folder(root.resolve("inputs/data/three"), 3, 4, 1);
    TestJob job =
        new TestJob(root, "job", "FeatureExtraction")
            .weights(weights)
            .with("/model/head", "{\"source\": \"Pretrained\"}")
            .with("/data/train", "{\"uri\": \"pvc://data/three\"}");

    // When / Then
    fails(job, ExitCode.MODEL_INVALID, "2 classes", "3 classes", "head.source");
  }

  @Test
  void aTruncatedWeightsFileIsNamed() throws IOException {
    // Given
    Path weights = weights();
    byte[] whole = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(whole, whole.length / 2));

    // When / Then
    fails(
        new TestJob(root, "job", "FineTuning").weights(weights),
        ExitCode.MODEL_INVALID,
        "base.safetensors",
        "cut off");
  }

  @Test
  void otherWeightsThanTheDigestSaysAreRefused() throws IOException {
    // Given
    weights();
    TestJob job =
        new TestJob(root, "job", "FineTuning")
            .with(
                "/model/weights",
                "{\"uri\": \"pvc://weights/base.safetensors\", \"sha256\": \"%s\"}"
                    .formatted("0".repeat(64)));

    // When / Then
    fails(job, ExitCode.MODEL_INVALID, "model.weights.sha256", "0000");
  }

  @Test
  void aDivergingLossSaysWhatToTurn() throws IOException {
    // Given
    TestJob job =
        scratch()
            .with("/training/optimizer", "{\"name\": \"SGD\", \"learningRate\": \"1e20\"}")
            .with("/training/epochs", "5");

    // When / Then
    fails(job, ExitCode.DIVERGED, "training.optimizer.learningRate", "1e20");
  }

  @Test
  void tooManyLastUnitsAreRefusedWithTheirNames() throws IOException {
    // Given
    TestJob job =
        new TestJob(root, "job", "FineTuning")
            .weights(weights())
            .with("/fineTuning", "{\"trainableLayers\": {\"mode\": \"LastN\", \"lastN\": 99}}");

    // When / Then
    fails(job, ExitCode.INVALID_SPEC, "lastN is 99", "layer3");
  }

  @Test
  void aGpuThatIsNotThereIsARetry() throws IOException {
    // Given
    TestJob job = scratch().environment("TRANSFERJOB_GPUS", "1");

    // When / Then
    fails(job, ExitCode.GPU_UNAVAILABLE, "driver");
  }

  @Test
  void aFolderThatHoldsSomethingElseIsLeftAlone() throws IOException {
    // Given
    TestJob job = scratch();
    Files.createDirectories(job.output());
    Files.writeString(job.output().resolve("thesis.tex"), "words");

    // When
    int code = job.run();

    // Then
    assertThat(code).isEqualTo(ExitCode.OUTPUT_CONFLICT.code());
    assertThat(job.end().message()).contains("thesis.tex", "empty folder");
    assertThat(job.output().resolve("thesis.tex")).hasContent("words");
  }

  @Test
  void anythingButAClaimIsRefused() throws IOException {
    // Given
    TestJob job = scratch().with("/data/train", "{\"uri\": \"s3://bucket/train\"}");

    // When / Then
    fails(job, ExitCode.INVALID_SPEC, "data.train.uri", "pvc://");
  }

  private TestJob scratch() throws IOException {
    return new TestJob(root, "job", "FromScratch");
  }

  /** Weights for two classes, made by a job. */
  private Path weights() throws IOException {
    TestJob base = new TestJob(root, "base", "FromScratch").with("/training/epochs", "1");
    assertThat(base.run()).isZero();
    return base.asWeights();
  }

  private static void fails(TestJob job, ExitCode exitCode, String... words) throws IOException {
    int code = job.run();
    assertThat(code).isEqualTo(exitCode.code());
    assertThat(job.end().reason()).isEqualTo(exitCode.reason());
    assertThat(job.end().message()).contains(words);
    try (var files = Files.list(job.output())) {
      assertThat(files).containsExactly(job.output().resolve(".transferjob"));
    }
  }
}
