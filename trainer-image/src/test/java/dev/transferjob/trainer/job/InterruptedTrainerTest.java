package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.Sha256;
import dev.transferjob.trainer.data.TestImages;
import dev.transferjob.trainer.model.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The trainer as a process of its own, killed in mid-training. */
@Timeout(300)
class InterruptedTrainerTest {
  private static final int KILLS = 20;

  /** So many of them before the first step, or soon after it. */
  private static final int EARLY_KILLS = 4;

  /** The part of all steps by which the last attempt is killed. */
  private static final double KILLED_PART = 0.85;

  @TempDir Path root;
  private TestJob whole;
  private TestJob interrupted;

  @BeforeEach
  void makeJobs() throws IOException {
    TestImages.folder(root.resolve("inputs/data/train"), 4, 64, 1);
    TestImages.folder(root.resolve("inputs/data/val"), 4, 8, 2);
    whole = job("whole");
    interrupted = job("interrupted");
  }

  private TestJob job(String name) throws IOException {
    return new TestJob(root, name, "FromScratch")
        .with(
            "/imageClassification",
            "{\"augmentation\": [{\"type\": \"RandomCrop\"}, {\"type\": \"HorizontalFlip\"}]}")
        .with("/training", "{\"epochs\": 12, \"batchSize\": 8}")
        .with("/checkpoint", "{\"everySeconds\": 1}");
  }

  @Test
  void afterSigkillTheNextAttemptEndsWithTheSameWeights() throws Exception {
    // Given
    try (var first = TrainerChild.start(interrupted)) {
      first.waitUntil(() -> hasCheckpoint(interrupted));
      first.kill();
    }

    // When
    int code = TrainerChild.runToEnd(interrupted);

    // Then
    assertThat(code).isZero();
    assertThat(interrupted.end().attempt()).isEqualTo(2);
    assertThat(interrupted.end().progress().resumedFromStep()).isPositive();
    assertThat(interrupted.end().result().exact()).isTrue();
    assertThat(TrainerChild.runToEnd(whole)).isZero();
    assertThat(weights(interrupted)).isEqualTo(weights(whole));
  }

  @Test
  void onSigtermItSavesAndTheNextAttemptEndsWithTheSameWeights() throws Exception {
    // Given
    int stopped;
    try (var first = TrainerChild.start(interrupted.with("/checkpoint/everySeconds", "1000"))) {
      first.waitForLine("First training step");
      stopped = first.terminate();
    }

    // When
    int code = TrainerChild.runToEnd(interrupted);

    // Then
    assertThat(stopped).isEqualTo(ExitCode.STOPPED.code());
    assertThat(code).isZero();
    assertThat(interrupted.end().progress().resumedFromStep()).isPositive();
    assertThat(interrupted.end().ledger().getFirst().reason()).isEqualTo("Preempted");
    assertThat(TrainerChild.runToEnd(whole)).isZero();
    assertThat(weights(interrupted)).isEqualTo(weights(whole));
  }

  /**
   * Loading, caching, warm-up, training across two unfreezings, baseline: wherever it is hit. Each
   * step is saved, so that steps and not the machine's speed tell when to kill, and no attempt can
   * reach the end before it is killed.
   */
  @Test
  @Timeout(900)
  void killedTwentyTimesItEndsWithTheSameWeights() throws Exception {
    // Given
    TestJob base = new TestJob(root, "base", "FromScratch").with("/training/epochs", "1");
    assertThat(TrainerChild.runToEnd(base)).isZero();
    Path weights = base.asWeights();
    TestJob calm = everything("calm", weights);
    assertThat(TrainerChild.runToEnd(calm)).isZero();
    long steps = calm.end().progress().step();
    TestJob battered = everything("battered", weights).with("/checkpoint", "{\"everySeconds\": 0}");
    var random = new Random(20);

    // When
    for (int kill = 0; kill < KILLS; kill++) {
      long step = Math.round(KILLED_PART * steps * (kill - EARLY_KILLS) / (KILLS - EARLY_KILLS));
      boolean isEarly = kill < EARLY_KILLS;
      try (var attempt = TrainerChild.start(battered)) {
        attempt.waitForLine(kill > EARLY_KILLS ? "Resuming" : "TransferJob");
        attempt.waitUntil(() -> isEarly || newestCheckpoint(battered) >= step);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(isEarly ? 2000 : 20));
        attempt.kill();
      }
    }
    int code = TrainerChild.runToEnd(battered);

    // Then
    assertThat(code).isZero();
    // One that was killed before it opened the folder left no trace.
    assertThat(battered.end().attempt()).isBetween(KILLS + 1 - EARLY_KILLS, KILLS + 1);
    assertThat(battered.end().progress().resumedFromStep()).isGreaterThan((int) (steps / 2));
    assertThat(battered.end().result().exact()).isTrue();
    assertThat(weights(battered)).isEqualTo(weights(calm));
    assertThat(battered.end().result().metrics()).isEqualTo(calm.end().result().metrics());
    assertThat(battered.end().result().baseline().metrics())
        .isEqualTo(calm.end().result().baseline().metrics());
  }

  private TestJob everything(String name, Path weights) throws IOException {
    return new TestJob(root, name, "FineTuning")
        .weights(weights)
        .with(
            "/imageClassification",
            """
            {"mixupAlpha": "0.4", "labelSmoothing": "0.1", "classWeights": "Balanced",
             "augmentation": [{"type": "RandomCrop"}, {"type": "ColorJitter", "hue": "0.1"},
               {"type": "RandomErasing"}]}
            """)
        .with(
            "/training",
            """
            {"epochs": 9, "batchSize": 8, "gradientAccumulationSteps": 3,
             "gradientClipNorm": "1.0", "optimizer": {"learningRate": "0.0001"},
             "earlyStopping": {"metric": "loss", "patience": 20}}
            """)
        .with(
            "/fineTuning",
            """
            {"headWarmupEpochs": 6, "freezeBatchNorm": false, "l2Sp": "0.01",
             "layerLearningRateDecay": "0.8", "trainableLayers": {"mode": "HeadOnly"},
             "unfreezeSchedule": [
               {"atEpoch": 3, "trainableLayers": {"mode": "LastN", "lastN": 1}},
               {"atEpoch": 6, "trainableLayers": {"mode": "All"}}]}
            """)
        .with("/baseline", "{\"fromScratch\": {}}")
        .with("/checkpoint", "{\"everySeconds\": 1}");
  }

  /** What the warm-up ended with is in the checkpoints of the training that cannot better it. */
  @Test
  void anInterruptedFineTuningThatUnlearnsGivesWhatItsWarmUpEndedWith() throws Exception {
    // Given
    TestJob base = new TestJob(root, "base", "FromScratch").with("/training/epochs", "2");
    assertThat(TrainerChild.runToEnd(base)).isZero();
    TestJob job =
        new TestJob(root, "unlearning", "FineTuning")
            .weights(base.asWeights())
            .with(
                "/training",
                "{\"epochs\": 4, \"batchSize\": 8, \"optimizer\": {\"learningRate\": \"0.5\"}}")
            .with(
                "/fineTuning",
                "{\"headWarmupEpochs\": 6, \"backboneLearningRateMultiplier\": \"1\"}");
    try (var first = TrainerChild.start(job)) {
      first.waitForLine("Training epoch 1/4");
      first.terminate();
    }

    // When
    int code = TrainerChild.runToEnd(job);

    // Then
    assertThat(code).isZero();
    assertThat(job.end().progress().resumedFromStep()).isPositive();
    assertThat(job.end().progress().best().epoch()).isZero();
    assertThat(job.accuracy()).isEqualTo(job.end().progress().best().value()).isGreaterThan(0.9);
    assertThat(tensor(job, "conv1.weight")).isEqualTo(tensor(base, "conv1.weight"));
  }

  private static float[] tensor(TestJob job, String name) throws IOException {
    return Safetensors.read(job.output().resolve("model.safetensors")).get(name).values();
  }

  /** Two data streams, a discriminator and its optimizer, re-estimated statistics, baseline. */
  @Test
  void anInterruptedDomainAdaptationEndsWithTheSameWeights() throws Exception {
    // Given
    TestImages.folder(root.resolve("inputs/data/target"), 4, 20, 3);
    TestJob calm = adaptation("calm");
    TestJob battered = adaptation("battered");
    var random = new Random(5);

    // When
    int kills = 0;
    while (kills < 6) {
      try (var attempt = TrainerChild.start(battered)) {
        attempt.waitForLine("TransferJob");
        if (attempt.endsWithin(2500 + random.nextInt(3000))) {
          break;
        }
        attempt.kill();
        kills++;
      }
    }
    int code = TrainerChild.runToEnd(battered);

    // Then
    assertThat(code).isZero();
    assertThat(kills).isGreaterThan(1);
    assertThat(battered.end().result().exact()).isTrue();
    assertThat(TrainerChild.runToEnd(calm)).isZero();
    assertThat(weights(battered)).isEqualTo(weights(calm));
    assertThat(battered.end().result().adaptation()).isEqualTo(calm.end().result().adaptation());
    assertThat(battered.end().result().baseline().metrics())
        .isEqualTo(calm.end().result().baseline().metrics());
  }

  private TestJob adaptation(String name) throws IOException {
    return new TestJob(root, name, "DomainAdaptation")
        .with(
            "/domainAdaptation",
            """
            {"algorithm": "CDAN", "target": {"uri": "pvc://data/target"},
             "sourceAugmentation": [{"type": "RandomDifference"}]}
            """)
        .with("/imageClassification", "{\"augmentation\": [{\"type\": \"RandomCrop\"}]}")
        .with("/training", "{\"epochs\": 16, \"batchSize\": 12}")
        .with("/baseline", "{\"sourceOnly\": {}}")
        .with("/checkpoint", "{\"everySeconds\": 1}");
  }

  @Test
  void oneSeedGivesTheSameBytesTwice() throws Exception {
    // Given
    TestJob again = job("again").with("/training/epochs", "2");

    // When
    whole.with("/training/epochs", "2").run();
    again.run();

    // Then
    assertThat(weights(again)).isEqualTo(weights(whole));
  }

  private static String weights(TestJob job) throws IOException {
    return Sha256.ofFile(job.output().resolve("model.safetensors"));
  }

  private static boolean hasCheckpoint(TestJob job) {
    return newestCheckpoint(job) >= 0;
  }

  /** Its step; -1 where there is none yet. */
  private static long newestCheckpoint(TestJob job) {
    try (Stream<Path> entries = Files.list(job.checkpoints())) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches("\\d+"))
          .mapToLong(Long::parseLong)
          .max()
          .orElse(-1);
    } catch (IOException e) {
      return -1;
    }
  }
}
