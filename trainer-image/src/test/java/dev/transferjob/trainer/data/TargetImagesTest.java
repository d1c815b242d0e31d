package dev.transferjob.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.transferjob.trainer.TrainerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetImagesTest {
  private static final List<String> CLASSES = List.of("class-0", "class-1");

  @TempDir Path root;

  @Test
  void orderAndIdentityAreThoseOfTheContent() throws IOException {
    // Given
    TestImages.folder(root.resolve("a"), 2, 3, 1);
    Files.createDirectories(root.resolve("b/deep"));
    Files.copy(root.resolve("a/class-1/0.png"), root.resolve("b/x.png"));
    Files.copy(root.resolve("a/class-0/2.png"), root.resolve("b/deep/y.png"));

    // When
    TargetImages labelled = read("a");
    TargetImages flat = read("b");

    // Then
    assertThat(labelled.labelled().orElseThrow().counts()).containsExactly(3, 3);
    assertThat(labelled.images().samples()).allMatch(sample -> sample.label() == -1);
    assertThat(flat.labelled()).isEmpty();
    assertThat(labelled.images().samples().stream().map(Sample::name).toList())
        .isSorted()
        .containsSubsequence(flat.images().samples().stream().map(Sample::name).toList());
  }

  @Test
  void aFolderOfAnotherNameMakesThemUnlabelled() throws IOException {
    // Given
    TestImages.folder(root.resolve("a"), 2, 3, 1);
    Files.createDirectories(root.resolve("a/other"));
    Files.copy(root.resolve("a/class-1/0.png"), root.resolve("a/other/0.png"));

    // Then
    assertThat(read("a").labelled()).isEmpty();
  }

  @Test
  void anEmptyFolderIsRefused() throws IOException {
    // Given
    Files.createDirectories(root.resolve("a"));

    // Then
    assertThatThrownBy(() -> read("a"))
        .isInstanceOf(TrainerException.class)
        .hasMessageContaining("domainAdaptation.target: ")
        .hasMessageContaining("holds 0 image(s)");
  }

  private TargetImages read(String folder) {
    return TargetImages.read(
        new ImageFolder("domainAdaptation.target", root.resolve(folder)), CLASSES);
  }
}
