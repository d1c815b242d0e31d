package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.FileManifest;
import dev.transferjob.trainer.data.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class WatchdogTest {
  @TempDir Path root;

  @Test
  void attemptThatHangsWhileItReadsIsEnded() throws Exception {
    // Given: reading a pipe that nobody writes to is like reading from a dead volume
    TestImages.folder(root.resolve("inputs/data/train"), 2, 4, 1);
    TestImages.folder(root.resolve("inputs/data/val"), 2, 4, 2);
    TestJob job = new TestJob(root, "hangs", "FromScratch").with("/progressDeadlineSeconds", "2");
    pipe(job.checkpoints().resolve("1").resolve(FileManifest.NAME));

    // When
    int code = TrainerChild.runToEnd(job);

    // Then
    assertThat(code).isEqualTo(ExitCode.HUNG.code());
    assertThat(job.end().reason()).isEqualTo("Hung");
  }

  /** A checkpoint is saved in mid-training; the provenance is put together in the export. */
  @ParameterizedTest
  @CsvSource({
    "AttemptTraining, <init>, 'in stage Loading, at step 0;'",
    "Checkpointer, save, 'in stage Training, at step 1;'",
    "AttemptTraining, provenance, 'in stage Exporting, at step 2;'"
  })
  void attemptThatHangsIsEndedInWhateverStage(String type, String method, String words)
      throws Exception {
    // Given
    TestImages.folder(root.resolve("inputs/data/train"), 2, 4, 1);
    TestImages.folder(root.resolve("inputs/data/val"), 2, 4, 2);
    TestJob job =
        new TestJob(root, "hangs", "FromScratch")
            .with("/progressDeadlineSeconds", "30")
            .with("/checkpoint", "{\"everySeconds\": 0}");
    Path never = root.resolve("never");

    // When
    int code;
    try (var stuck = TrainerChild.start(job, StuckTrainer.class, type, method, never)) {
      code = stuck.exitCode();
    }

    // Then
    assertThat(code).isEqualTo(ExitCode.HUNG.code());
    assertThat(job.end().reason()).isEqualTo("Hung");
    assertThat(job.end().message()).contains(words);
    assertThat(job.output().resolve("model.pt")).doesNotExist();
  }

  @Test
  void attemptThatGetsOnIsLeftAlone() throws InterruptedException {
    // Given
    var activity = new AtomicLong();
    var ended = new AtomicLong();

    // When: a process that the watchdog wrongly ends would take this test with it
    try (var _ =
        new Watchdog(
            1, System::nanoTime, activity::incrementAndGet, _ -> ended.incrementAndGet())) {
      Thread.sleep(1500);
    }

    // Then
    assertThat(ended).hasValue(0);
  }

  private static void pipe(Path file) throws IOException, InterruptedException {
    Files.createDirectories(file.getParent());
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
  }
}
