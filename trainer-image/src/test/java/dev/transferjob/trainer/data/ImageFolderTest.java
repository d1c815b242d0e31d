package dev.transferjob.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.TrainerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  @TempDir Path root;

  @Test
  void subFoldersAreTheClassesAndHiddenThingsAreNot() throws IOException {
    // Given
    touch("bees/b.JPG", "ants/2.png", "ants/deeper/1.jpeg", "ants/.hidden.png", "ants/notes.txt");
    touch(".git/x.png", "lost+found/y.png", "stray.png");

    // When
    Dataset data = new ImageFolder("data.train", root).read();

    // Then
    assertThat(data.classes()).containsExactly("ants", "bees");
    assertThat(data.samples())
        .extracting(Sample::name)
        .containsExactly("ants/2.png", "ants/deeper/1.jpeg", "bees/b.JPG");
    assertThat(data.labels()).containsExactly(0, 0, 1);
  }

  @Test
  void oneClassIsTooFew() throws IOException {
    // Given
    touch("ants/1.png");

    // When / Then
    refused(() -> new ImageFolder("data.train", root).read(), "data.train", "at least two");
  }

  @Test
  void anEmptyClassFolderIsNamed() throws IOException {
    // Given
    touch("ants/1.png", "bees/readme.txt");

    // When / Then
    refused(() -> new ImageFolder("data.train", root).read(), "bees", "no image");
  }

  @Test
  void anUnreadableFormatIsNamedNotSkipped() throws IOException {
    // Given
    touch("ants/1.png", "bees/2.webp");

    // When / Then
    refused(() -> new ImageFolder("data.train", root).read(), "2.webp", "JPEG or PNG");
  }

  @Test
  void aMissingFolderIsNamed() {
    // Given
    var folder = new ImageFolder("data.test", root.resolve("absent"));

    // When / Then
    refused(folder::read, "data.test", "absent");
  }

  @Test
  void validationMayLackAClassButNotHaveAnother() throws IOException {
    // Given
    touch("bees/1.png");

    // When
    Dataset data = new ImageFolder("data.validation", root).read(List.of("ants", "bees"));

    // Then
    assertThat(data.labels()).containsExactly(1);
    refused(
        () -> new ImageFolder("data.validation", root).read(List.of("ants", "cats")),
        "bees",
        "data.train");
  }

  private static void refused(ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            TrainerException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA_INVALID))
        .hasMessageContainingAll(words);
  }

  private void touch(String... names) throws IOException {
    for (String name : names) {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
  }
}
