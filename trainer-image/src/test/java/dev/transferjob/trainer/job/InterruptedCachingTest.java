package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.trainer.data.TestImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job that is killed while it caches features: the next attempt computes only the rest. */
@Timeout(300)
class InterruptedCachingTest {
  private static final String STILL = "1 view(s): ";

  @TempDir Path root;
  private Path weights;

  @BeforeEach
  void makeDataAndWeights() throws Exception {
    TestImages.folder(root.resolve("inputs/data/train"), 4, 300, 1);
    TestImages.folder(root.resolve("inputs/data/val"), 4, 2, 2);
    TestImages.folder(root.resolve("inputs/data/few"), 4, 4, 3);
    TestJob base =
        new TestJob(root, "base", "FromScratch")
            .with("/data/train/uri", "\"pvc://data/few\"")
            .with("/training/epochs", "1");
    assertThat(base.run()).isZero();
    weights = base.asWeights();
  }

  @Test
  void theNextAttemptComputesOnlyTheMissingChunks() throws Exception {
    // Given
    TestJob job =
        new TestJob(root, "cached", "FeatureExtraction")
            .weights(weights)
            .with("/imageClassification", "{\"input\": {\"size\": 80}}");
    String first;
    try (var attempt = TrainerChild.start(job)) {
      first = attempt.waitForLine(STILL);
      attempt.waitUntil(() -> chunks(job) > 0);
      attempt.kill();
    }
    assertThat(job.output().resolve("model.pt")).as("killed while caching").doesNotExist();

    // When
    String second;
    int code;
    try (var attempt = TrainerChild.start(job)) {
      second = attempt.waitForLine(STILL);
      code = attempt.exitCode();
    }

    // Then
    assertThat(code).isZero();
    assertThat(mebibytes(second)).isPositive().isLessThan(mebibytes(first));
    assertThat(job.end().attempt()).isEqualTo(2);
  }

  private static double mebibytes(String line) {
    String amount = line.substring(line.indexOf(STILL) + STILL.length());
    return Double.parseDouble(amount.substring(0, amount.indexOf(' ')));
  }

  /** The complete ones; none, too, while one is renamed. */
  private static long chunks(TestJob job) {
    Path folder = job.checkpoints().resolveSibling("features");
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".f32") && !name.startsWith("."))
          .count();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }
}
