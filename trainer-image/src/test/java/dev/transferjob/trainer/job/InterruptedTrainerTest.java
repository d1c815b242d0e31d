package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.Sha256;
import dev.transferjob.trainer.data.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The trainer as a process of its own, killed in mid-training. */
@Timeout(300)
class InterruptedTrainerTest {
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

  private static String weights(TestJob job) throws IOException {
    return Sha256.ofFile(job.output().resolve("model.safetensors"));
  }

  private static boolean hasCheckpoint(TestJob job) {
    try (Stream<Path> entries = Files.list(job.checkpoints())) {
      return entries.anyMatch(entry -> entry.getFileName().toString().matches("\\d+"));
    } catch (IOException e) {
      return false;
    }
  }
}
