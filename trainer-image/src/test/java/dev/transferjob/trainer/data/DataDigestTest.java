package dev.transferjob.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDigestTest {
  @TempDir Path root;

  @BeforeEach
  void makeImages() throws IOException {
    TestImages.folder(root.resolve("train"), 2, 3, 1);
    TestImages.folder(root.resolve("val"), 2, 3, 2);
    Files.copy(root.resolve("train/class-0/1.png"), root.resolve("train/class-1/again.png"));
    Files.copy(root.resolve("train/class-0/2.png"), root.resolve("val/class-0/again.png"));
  }

  @Test
  void duplicatesAreCountedWithinAndBetween() {
    // When
    DataDigest train = digest("train");
    DataDigest validation = digest("val");

    // Then
    assertThat(train.duplicates()).isEqualTo(1);
    assertThat(validation.duplicates()).isZero();
    assertThat(validation.shared(train)).isEqualTo(1);
  }

  @Test
  void aRenamedFileChangesTheDigest() throws IOException {
    // Given
    DataDigest before = digest("val");

    // When
    Files.move(root.resolve("val/class-0/again.png"), root.resolve("val/class-0/renamed.png"));

    // Then
    assertThat(digest("val").value()).isNotEqualTo(before.value());
    assertThat(digest("val").duplicates()).isZero();
  }

  private DataDigest digest(String folder) {
    return DataDigest.of(new ImageFolder("data", root.resolve(folder)).read());
  }
}
