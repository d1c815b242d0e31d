package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.data.TestImages;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An output claim that is full ends the attempt; once it is enlarged, the next one goes on. */
@Timeout(300)
class FullClaimTest {
  private static final int ENOUGH = 64 << 10;

  @TempDir Path root;

  @BeforeEach
  void makeData() {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can mount a volume");
    TestImages.folder(root.resolve("inputs/data/train"), 2, 24, 1);
    TestImages.folder(root.resolve("inputs/data/val"), 2, 3, 2);
  }

  /** Full at the first checkpoint, at the second, at the fifth of six, and at the result. */
  @ParameterizedTest
  @CsvSource({
    "200, 0, checkpoint, 0",
    "1200, 0, checkpoint, 1",
    "2200, 0, checkpoint, 4",
    "700, 99, output, 6"
  })
  void theNextAttemptEndsWithTheSameWeights(
      int kibibytes, int everySeconds, String fails, int resumedFrom) throws Exception {
    // Given
    TestJob job = job("small", everySeconds);
    TestJob whole = job("whole", everySeconds);
    assertThat(TrainerChild.runToEnd(whole)).isZero();
    try (var claim = SmallClaim.of(kibibytes, root.resolve("output"))) {
      assertThat(TrainerChild.runToEnd(job, claim)).isEqualTo(ExitCode.OUTPUT_FAILED.code());
      assertThat(job.end().message())
          .contains("the " + fails, "No space left on device", "free space");
      Path output = claim.seen(job.output());
      assertThat(output.toFile().list()).containsExactly(".transferjob");

      // When
      claim.enlarge(ENOUGH);
      int code = TrainerChild.runToEnd(job, claim);

      // Then
      assertThat(code).isZero();
      assertThat(job.end().attempt()).isEqualTo(2);
      assertThat(job.end().progress().resumedFromStep()).isEqualTo(resumedFrom);
      assertThat(output.resolve("model.safetensors"))
          .hasSameBinaryContentAs(whole.output().resolve("model.safetensors"));
    }
  }

  private TestJob job(String name, int everySeconds) throws IOException {
    return new TestJob(root, name, "FromScratch")
        .with("/checkpoint", "{\"everySeconds\": %d, \"keepLast\": 1}".formatted(everySeconds));
  }
}
