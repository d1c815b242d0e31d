package dev.transferjob.trainer.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.transferjob.api.ExistingResult;
import dev.transferjob.api.ExitCode;
import dev.transferjob.protocol.Result;
import dev.transferjob.trainer.FileManifest;
import dev.transferjob.trainer.TrainerException;
import dev.transferjob.trainer.output.OutputFolder.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final Owner ME = new Owner("me", "a", ExistingResult.Reuse);
  private static final Owner OTHER = new Owner("other", "b", ExistingResult.Reuse);

  @TempDir Path folder;

  @Test
  void aResultAppearsCompleteWithAManifestOfAllFiles() throws IOException {
    // Given
    OutputFolder output = OutputFolder.open(folder, ME, CLOCK);
    Files.createDirectories(output.checkpoints().resolve("7"));

    // When
    Result written = output.write(result(), OutputFolderTest::export);

    // Then
    assertThat(written.sha256()).isEqualTo(FileManifest.digest(folder));
    assertThat(FileManifest.read(folder)).containsOnlyKeys("model.pt", "result.json");
    assertThat(FileManifest.verifies(folder)).isTrue();
    assertThat(output.checkpoints()).doesNotExist();
    assertThat(Files.getPosixFilePermissions(folder.resolve("model.pt")))
        .hasToString(Files.getPosixFilePermissions(folder.resolve("MANIFEST.json")).toString())
        .hasSize(4);
  }

  @Test
  void theSameJobFindsItsResultAgain() throws IOException {
    // Given
    Result written = OutputFolder.open(folder, ME, CLOCK).write(result(), OutputFolderTest::export);

    // When
    OutputFolder again = OutputFolder.open(folder, ME, CLOCK);

    // Then
    assertThat(again.finished()).contains(new OutputFolder.Finished("me", written));
  }

  @Test
  void aFailedExportLeavesNothing() throws IOException {
    // Given
    OutputFolder output = OutputFolder.open(folder, ME, CLOCK);

    // When
    assertThatThrownBy(
            () ->
                output.write(
                    result(),
                    unfinished -> {
                      export(unfinished);
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");

    // Then
    try (var entries = Files.list(folder)) {
      assertThat(entries).containsExactly(folder.resolve(".transferjob"));
    }
    assertThat(OutputFolder.open(folder, ME, CLOCK).finished()).isEmpty();
  }

  @Test
  void aCrashWhileFilesAreMovedIsFinishedByTheNextAttempt() throws IOException {
    // Given: as after a crash between two renames
    OutputFolder.open(folder, ME, CLOCK).write(result(), OutputFolderTest::export);
    Path ready = folder.resolve(".transferjob/me/export");
    Files.createDirectory(ready);
    Files.move(folder.resolve("result.json"), ready.resolve("result.json"));
    Files.move(folder.resolve("MANIFEST.json"), ready.resolve("MANIFEST.json"));

    // When
    OutputFolder next = OutputFolder.open(folder, ME, CLOCK);

    // Then
    assertThat(next.finished()).isPresent();
    assertThat(FileManifest.verifies(folder)).isTrue();
  }

  @Test
  void anotherJobsResultIsLeftAlone() throws IOException {
    // Given
    OutputFolder.open(folder, OTHER, CLOCK).write(result(), OutputFolderTest::export);

    // When / Then
    conflicts("result of another TransferJob");
  }

  @Test
  void theSameTrainingOfAnotherJobIsNotDoneAgain() throws IOException {
    // Given
    Result written =
        OutputFolder.open(folder, OTHER, CLOCK).write(result(), OutputFolderTest::export);

    // When
    OutputFolder same =
        OutputFolder.open(folder, new Owner("me", "b", ExistingResult.Reuse), CLOCK);

    // Then
    assertThat(same.finished()).contains(new OutputFolder.Finished("other", written));
  }

  @Test
  void aResultIsReplacedWhereThatIsAskedFor() throws IOException {
    // Given
    OutputFolder.open(folder, OTHER, CLOCK)
        .write(
            result(),
            unfinished -> {
              export(unfinished);
              Files.createFile(unfinished.resolve("only-in-the-old-one"));
            });
    OutputFolder output =
        OutputFolder.open(folder, new Owner("me", "b", ExistingResult.Replace), CLOCK);
    assertThat(output.finished()).isEmpty();

    // When
    Result written = output.write(result(), OutputFolderTest::export);

    // Then
    assertThat(output.finished()).contains(new OutputFolder.Finished("me", written));
    assertThat(FileManifest.read(folder)).containsOnlyKeys("model.pt", "result.json");
    assertThat(folder.resolve("only-in-the-old-one")).doesNotExist();
  }

  @Test
  void otherFilesAreLeftAlone() throws IOException {
    // Given
    Files.createFile(folder.resolve("thesis.tex"));

    // When / Then
    conflicts("thesis.tex");
  }

  @Test
  void aFolderInUseIsLeftAloneUntilItsOwnerIsDead() throws IOException {
    // Given
    OutputFolder.open(folder, OTHER, CLOCK).fence(1, "pod");
    Clock later = Clock.fixed(Instant.now().plus(Duration.ofMinutes(3)), ZoneOffset.UTC);

    // When
    conflicts("is writing there");

    // Then
    assertThat(OutputFolder.open(folder, ME, later).finished()).isEmpty();
  }

  @Test
  void ofTwoJobsThatOpenAFolderAtOnceOneGoesOn() throws IOException {
    // Given
    OutputFolder mine = OutputFolder.open(folder, ME, CLOCK);
    OutputFolder other = OutputFolder.open(folder, OTHER, CLOCK);
    other.fence(1, "pod");

    // When, then
    assertThatExceptionOfType(TrainerException.class)
        .isThrownBy(() -> mine.fence(1, "pod"))
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.OUTPUT_CONFLICT));
    other.fence(2, "pod");
  }

  @Test
  void anOlderAttemptSeesThatANewerOneTookOver() throws IOException {
    // Given
    OutputFolder output = OutputFolder.open(folder, ME, CLOCK);
    Fence older = output.fence(1, "pod-1");

    // When
    Fence newer = output.fence(2, "pod-2");

    // Then
    newer.check();
    assertThatThrownBy(older::check).hasMessageContainingAll("attempt 2", "pod-2");
  }

  /** Else it would write over the result that the newer one has left and told. */
  @Test
  void anOlderAttemptSeesThatANewerOneHasTakenOverAndEnded() throws IOException {
    // Given
    OutputFolder output = OutputFolder.open(folder, ME, CLOCK);
    Fence older = output.fence(1, "pod-1");

    // When
    output.fence(2, "pod-2").release();

    // Then
    assertThatThrownBy(older::check).hasMessageContaining("this one, 1, stops without writing");
  }

  @Test
  void ofTwoPodsThatTookTheSameNumberOneGoesOn() throws IOException {
    // Given
    OutputFolder output = OutputFolder.open(folder, ME, CLOCK);
    Fence first = output.fence(1, "pod-1");

    // When
    Fence second = output.fence(1, "pod-2");

    // Then
    second.check();
    assertThatThrownBy(first::check).hasMessageContaining("pod-2");
  }

  private void conflicts(String why) {
    assertThatThrownBy(() -> OutputFolder.open(folder, ME, CLOCK))
        .isInstanceOfSatisfying(
            TrainerException.class,
            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.OUTPUT_CONFLICT))
        .hasMessageContaining(why);
  }

  private static void export(Path unfinished) throws IOException {
    Files.writeString(unfinished.resolve("model.pt"), "weights");
  }

  private static Result result() {
    return new Result(
        "pvc://a/b",
        null,
        2,
        true,
        "validation",
        10,
        List.of(),
        List.of(),
        null,
        List.of(),
        List.of(),
        null,
        null);
  }
}
