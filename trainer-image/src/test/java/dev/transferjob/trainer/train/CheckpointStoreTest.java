package dev.transferjob.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.DurableFiles;
import dev.transferjob.trainer.TrainerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
  @TempDir Path folder;
  private CheckpointStore store;

  @BeforeEach
  void makeStore() {
    store = new CheckpointStore(folder, 2);
  }

  @Test
  void theNewestIsFoundAndOlderOnesAreRemoved() throws IOException {
    // Given
    store.save(9, content("nine"));
    store.save(10, content("ten"));

    // When
    store.save(100, content("hundred"));

    // Then
    var newest = store.newest().orElseThrow();
    assertThat(newest.step()).isEqualTo(100);
    assertThat(newest.file("weights")).hasContent("hundred");
    assertThat(folder.resolve("10")).isDirectory();
    assertThat(folder.resolve("9")).doesNotExist();
  }

  @Test
  void aFlippedBitFallsBackToTheOneBefore() throws IOException {
    // Given
    store.save(1, content("good"));
    store.save(2, content("soon bad"));

    // When
    Files.writeString(folder.resolve("2/weights"), "soon bac");

    // Then
    assertThat(store.newest().orElseThrow().step()).isEqualTo(1);
  }

  @Test
  void aMissingManifestFallsBackToo() throws IOException {
    // Given
    store.save(1, content("good"));
    store.save(2, content("soon bad"));

    // When
    Files.delete(folder.resolve("2/MANIFEST.json"));

    // Then
    assertThat(store.newest().orElseThrow().step()).isEqualTo(1);
  }

  @Test
  void aBrokenOneThatWasNewerDoesNotOutliveTheNext() throws IOException {
    // Given
    var one = new CheckpointStore(folder, 1);
    one.save(5, content("soon bad"));
    Files.writeString(folder.resolve("5/weights"), "soon bac");

    // When
    one.save(4, content("good"));

    // Then
    assertThat(one.newest().orElseThrow().step()).isEqualTo(4);
    assertThat(folder.resolve("5")).doesNotExist();
  }

  @Test
  void aCompleteOneOfTheSameStepIsNotTakenAway() {
    // Given
    store.save(3, content("first"));

    // When
    var stored = store.save(3, content("second"));

    // Then
    assertThat(stored.file("weights")).hasContent("first");
    assertThat(store.newest()).contains(stored);
  }

  @Test
  void whatAKilledAttemptLeftIsRemoved() throws IOException {
    // Given
    Files.createDirectories(folder.resolve(".tmp-7"));
    Files.writeString(folder.resolve(".tmp-7/weights"), "half");

    // When
    store.save(9, content("nine"));

    // Then
    assertThat(folder.resolve(".tmp-7")).doesNotExist();
  }

  @Test
  void whatWasNotRenamedIsNeverRead() throws IOException {
    // Given
    store.save(1, content("good"));

    // When
    Files.move(folder.resolve("1"), folder.resolve(".tmp-1"));

    // Then
    assertThat(store.newest()).isEmpty();
  }

  @Test
  void noneIntactIsAnErrorThatSaysSo() throws IOException {
    // Given
    store.save(1, content("good"));
    Files.writeString(folder.resolve("1/weights"), "bad");

    // When / Then
    assertThatThrownBy(store::newest)
        .isInstanceOfSatisfying(
            TrainerException.class,
            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CHECKPOINT_CORRUPT))
        .hasMessageContaining(folder.toString());
  }

  private static Map<String, DurableFiles.Content> content(String text) {
    return Map.of("weights", out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
