package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.transferjob.api.ExitCode;
import dev.transferjob.protocol.Attempt;
import dev.transferjob.protocol.TerminationMessage;
import dev.transferjob.trainer.FileManifest;
import dev.transferjob.trainer.data.TestImages;
import dev.transferjob.trainer.model.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole jobs on small images, in this process. */
class TrainerProcessTest {
  @TempDir static Path root;
  private static Path weights;

  /** The base model is itself a job's result. */
  @BeforeAll
  static void makeDataAndWeights() throws IOException {
    TestImages.folder(root.resolve("inputs/data/train"), 4, 24, 1);
    TestImages.folder(root.resolve("inputs/data/val"), 4, 12, 2);
    TestImages.folder(root.resolve("inputs/data/two"), 2, 12, 3);
    TestJob base = new TestJob(root, "base", "FromScratch").with("/training/epochs", "6");
    assertThat(base.run()).isZero();
    weights = base.asWeights();
  }

  @Test
  void featureExtractionBeatsItsBaselineAndLeavesAWholeFolder() throws IOException {
    // Given
    TestJob job =
        new TestJob(root, "probe", "FeatureExtraction")
            .weights(weights)
            .with("/baseline", "{\"fromScratch\": {}}");

    // When
    int code = job.run();

    // Then
    TerminationMessage end = job.end();
    assertThat(code).isZero();
    assertThat(job.accuracy()).isGreaterThan(0.9);
    assertThat(end.result().baseline().metrics()).isNotEmpty();
    assertThat(end.result().gain().getFirst().low()).isGreaterThan(0);
    assertThat(end.progress().percentage()).isEqualTo(100);
    assertThat(FileManifest.verifies(job.output())).isTrue();
    assertThat(FileManifest.digest(job.output())).isEqualTo(end.result().sha256());
    assertThat(FileManifest.read(job.output()).keySet())
        .containsExactly(
            "MODEL_CARD.md",
            "metrics.jsonl",
            "model.pt",
            "model.safetensors",
            "provenance.json",
            "report.html",
            "result.json",
            "serving.properties",
            "synset.txt");
    assertThat(job.output().resolve("report.html"))
        .content()
        .contains("What transfer gained")
        .doesNotContain("${", "http");
  }

  @Test
  void theCacheChangesNothingButTheTime() throws IOException {
    // Given
    TestJob cached = new TestJob(root, "cached", "FeatureExtraction").weights(weights);
    TestJob forwarded =
        new TestJob(root, "forwarded", "FeatureExtraction")
            .weights(weights)
            .with("/featureExtraction", "{\"cacheFeatures\": false}");

    // When
    cached.run();
    forwarded.run();

    // Then
    assertThat(forwarded.end().result().metrics()).isEqualTo(cached.end().result().metrics());
  }

  @Test
  void finishedStaysFinished() throws IOException {
    // Given
    TestJob job = new TestJob(root, "once", "FeatureExtraction").weights(weights);
    job.run();
    TerminationMessage first = job.end();

    // When
    int code = job.run();

    // Then
    assertThat(code).isZero();
    assertThat(job.end().result()).isEqualTo(first.result());
    assertThat(job.end().ledger()).extracting(Attempt::number).containsExactly(1);
  }

  @Test
  void aKeptHeadIsScoredUntouched() throws IOException {
    // Given
    TestJob job =
        new TestJob(root, "kept", "FeatureExtraction")
            .weights(weights)
            .with("/model/head", "{\"source\": \"Pretrained\"}")
            .with("/training/epochs", "0");

    // When
    int code = job.run();

    // Then
    assertThat(code).isZero();
    assertThat(job.end().result().untouched()).isEqualTo(job.end().result().metrics());
    assertThat(job.output().resolve("model.safetensors")).exists();
  }

  @Test
  void fineTuningOfTheLastUnitsKeepsTheFirstOnesByteForByte() throws IOException {
    // Given
    TestJob job =
        new TestJob(root, "tuned", "FineTuning")
            .weights(weights)
            .with(
                "/fineTuning",
                """
                {"headWarmupEpochs": 0, "trainableLayers": {"mode": "LastN", "lastN": 1},
                 "freezeBatchNorm": false}
                """)
            .with("/imageClassification", "{\"augmentation\": [{\"type\": \"HorizontalFlip\"}]}")
            .with("/training/gradientAccumulationSteps", "2");

    // When
    int code = job.run();

    // Then
    var before = Safetensors.read(weights);
    var after = Safetensors.read(job.output().resolve("model.safetensors"));
    assertThat(code).isZero();
    assertThat(after.get("conv1.weight").values()).isEqualTo(before.get("conv1.weight").values());
    assertThat(after.get("bn1.running_mean").values())
        .isEqualTo(before.get("bn1.running_mean").values());
    assertThat(after.get("layer3.0.conv1.weight").values())
        .isNotEqualTo(before.get("layer3.0.conv1.weight").values());
    assertThat(after.get("layer3.0.bn1.running_mean").values())
        .isNotEqualTo(before.get("layer3.0.bn1.running_mean").values());
  }

  /** Patience ends the training, and so the baseline trains no longer either. */
  @Test
  void earlyStoppingKeepsTheBestEpoch() throws IOException {
    // Given
    TestJob job =
        new TestJob(root, "stopped", "FeatureExtraction")
            .weights(weights)
            .with("/baseline", "{\"fromScratch\": {}}")
            .with(
                "/training",
                """
                {"epochs": 200, "batchSize": 16, "optimizer": {"learningRate": "0.05"},
                 "earlyStopping": {"metric": "accuracy", "patience": 2}}
                """);

    // When
    int code = job.run();

    // Then
    List<JsonNode> epochs = job.epochs();
    List<JsonNode> own = epochs.stream().filter(e -> isOf(e, "Training")).toList();
    List<JsonNode> baseline = epochs.stream().filter(e -> isOf(e, "Baseline")).toList();
    List<Double> accuracies =
        own.stream().map(epoch -> epoch.at("/validation/0/value").asDouble()).toList();
    int lastBetter = accuracies.indexOf(Collections.max(accuracies)) + 1;
    assertThat(code).isZero();
    assertThat(own).hasSize(lastBetter + 2);
    assertThat(job.accuracy()).isEqualTo(Collections.max(accuracies));
    assertThat(job.end().progress().best().value()).isEqualTo(Collections.max(accuracies));
    assertThat(baseline).hasSameSizeAs(own);
    assertThat(job.end().progress().percentage()).isEqualTo(100);
  }

  @Test
  void trainingEndsWithItsLastStep() throws IOException {
    // Given: six batches an epoch
    TestJob job =
        new TestJob(root, "steps", "FineTuning")
            .weights(weights)
            .with("/training", "{\"maxSteps\": 10, \"batchSize\": 16}")
            .with("/fineTuning", "{\"headWarmupEpochs\": 0}");

    // When
    int code = job.run();

    // Then
    assertThat(code).isZero();
    assertThat(job.end().progress().step()).isEqualTo(10);
    assertThat(job.end().progress().totalSteps()).isEqualTo(10);
    assertThat(job.epochs()).hasSize(2);
  }

  @Test
  void bfloat16LearnsToo() throws IOException {
    // Given
    TestJob job =
        new TestJob(root, "short-numbers", "FineTuning")
            .weights(weights)
            .with("/training/precision", "\"BF16\"");
    TestJob single = new TestJob(root, "single-numbers", "FineTuning").weights(weights);

    // When
    int code = job.run();
    single.run();

    // Then
    assertThat(code).isZero();
    assertThat(job.accuracy()).isGreaterThan(0.9);
    assertThat(job.epochs().getFirst().get("trainingLoss"))
        .isNotEqualTo(single.epochs().getFirst().get("trainingLoss"));
  }

  @Test
  void mixupAndClassWeightsLearnToo() throws IOException {
    // Given
    TestJob job =
        new TestJob(root, "mixed", "FineTuning")
            .weights(weights)
            .with(
                "/imageClassification",
                "{\"mixupAlpha\": \"0.2\", \"classWeights\": \"Balanced\"}");

    // When
    int code = job.run();

    // Then
    assertThat(code).isZero();
    assertThat(job.accuracy()).isGreaterThan(0.9);
  }

  @Test
  void layersAreUnfrozenByEpoch() throws IOException {
    // Given
    TestJob job =
        new TestJob(root, "thawed", "FineTuning")
            .weights(weights)
            .with("/training/epochs", "3")
            .with(
                "/fineTuning",
                """
                {"headWarmupEpochs": 0, "layerLearningRateDecay": "0.5", "l2Sp": "0.01",
                 "freezeBatchNorm": false, "trainableLayers": {"mode": "HeadOnly"},
                 "unfreezeSchedule": [
                   {"atEpoch": 3, "trainableLayers": {"mode": "Pattern", "pattern": "^layer3"}}]}
                """);
    TestJob frozen =
        new TestJob(root, "frozen", "FineTuning")
            .weights(weights)
            .with("/training/epochs", "3")
            .with(
                "/fineTuning",
                "{\"headWarmupEpochs\": 0, \"trainableLayers\": {\"mode\": \"HeadOnly\"}}");

    // When
    int code = job.run();
    frozen.run();

    // Then
    assertThat(code).isZero();
    List<String> losses = losses(job);
    assertThat(losses.subList(0, 2)).isEqualTo(losses(frozen).subList(0, 2));
    assertThat(losses.get(2)).isNotEqualTo(losses(frozen).get(2));
  }

  private static List<String> losses(TestJob job) throws IOException {
    return job.epochs().stream().map(epoch -> epoch.get("trainingLoss").asText()).toList();
  }

  private static boolean isOf(JsonNode epoch, String stage) {
    return epoch.get("stage").asText().equals(stage);
  }

  @Test
  void aHeadOfTwoLayersLearnsAndIsServed() throws Exception {
    // Given
    TestJob job =
        new TestJob(root, "deep-head", "FeatureExtraction")
            .weights(weights)
            .with("/model/head", "{\"type\": \"Mlp\", \"hiddenWidth\": 32}")
            .with("/training/epochs", "10");

    // When
    int code = job.run();

    // Then
    var tensors = Safetensors.read(job.output().resolve("model.safetensors"));
    assertThat(code).isZero();
    assertThat(job.accuracy()).isGreaterThan(0.9);
    assertThat(tensors.get("linear.0.weight").shape()).isEqualTo(new Shape(32, 64));
    assertThat(tensors.get("linear.3.weight").shape()).isEqualTo(new Shape(4, 32));
  }

  @Test
  void nearestNeighborsVoteAndAreServed() throws IOException {
    // Given
    TestJob job =
        new TestJob(root, "neighbors", "FeatureExtraction")
            .weights(weights)
            .with("/model/head", "{\"type\": \"KNearestNeighbors\", \"neighbors\": 5}");

    // When
    int code = job.run();

    // Then
    var tensors = Safetensors.read(job.output().resolve("model.safetensors"));
    assertThat(code).isZero();
    assertThat(job.accuracy()).isGreaterThan(0.9);
    assertThat(tensors.get("linear.bank").shape()).isEqualTo(new Shape(96, 64));
    assertThat(job.end().progress().step()).isEqualTo(1);
  }

  @Test
  void severalViewsAreCachedOnce() throws IOException {
    // Given
    TestJob job =
        new TestJob(root, "views", "FeatureExtraction")
            .weights(weights)
            .with("/imageClassification", "{\"augmentation\": [{\"type\": \"RandomCrop\"}]}")
            .with("/featureExtraction", "{\"views\": 3}");

    // When
    int code = job.run();

    // Then
    assertThat(code).isZero();
    assertThat(job.accuracy()).isGreaterThan(0.9);
  }

  @Test
  void aBaselineStopsAfterItsSeconds() throws IOException {
    // Given
    TestJob job =
        new TestJob(root, "lonely", "FeatureExtraction")
            .weights(weights)
            .with("/baseline", "{\"fromScratch\": {\"maxSeconds\": 1}}")
            .with("/training/epochs", "1");

    // When
    int code = job.run();

    // Then
    assertThat(code).isEqualTo(ExitCode.COMPLETE.code());
    assertThat(job.end().result().baseline().seconds()).isPositive();
  }
}
