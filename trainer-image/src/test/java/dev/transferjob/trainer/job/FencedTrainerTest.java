package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.FileManifest;
import dev.transferjob.trainer.data.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pod that its node lost sight of comes back while another one has long taken its place. */
@Timeout(300)
class FencedTrainerTest {
  @TempDir Path root;

  @BeforeEach
  void makeData() {
    TestImages.folder(root.resolve("inputs/data/train"), 2, 8, 1);
    TestImages.folder(root.resolve("inputs/data/val"), 2, 4, 2);
  }

  /** In mid-training, and when it has already begun to export. */
  @ParameterizedTest
  @CsvSource({"Checkpointer, save", "AttemptTraining, provenance"})
  void theOlderAttemptLeavesTheNewersResultAlone(String type, String method) throws Exception {
    // Given
    Path release = root.resolve("go on");
    TestJob older = job().environment("TRANSFERJOB_TERMINATION_FILE", end("older"));
    TestJob newer = job().environment("TRANSFERJOB_TERMINATION_FILE", end("newer"));
    try (var stuck = TrainerChild.start(older, StuckTrainer.class, type, method, release)) {
      stuck.waitForLine("Stuck in " + method);
      assertThat(newer.run()).isZero();
      String result = FileManifest.digest(newer.output());

      // When
      Files.createFile(release);
      int code = stuck.exitCode();

      // Then
      assertThat(code).isEqualTo(ExitCode.TEMPORARY_FAILURE.code());
      assertThat(older.end().message()).contains("this one, 1, stops without writing");
      assertThat(newer.end().attempt()).isEqualTo(2);
      assertThat(FileManifest.digest(newer.output()))
          .isEqualTo(result)
          .isEqualTo(newer.end().result().sha256());
      assertThat(FileManifest.verifies(newer.output())).isTrue();
      assertThat(newer.checkpoints()).doesNotExist();
    }
  }

  /** No watchdog ends it while it waits. */
  private TestJob job() throws IOException {
    return new TestJob(root, "job", "FromScratch")
        .with("/progressDeadlineSeconds", "86400")
        .with("/checkpoint", "{\"everySeconds\": 0}");
  }

  private String end(String attempt) {
    return root.resolve(attempt + ".end").toString();
  }
}
