package dev.transferjob.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What trains, saves and tells of it knows nothing of images, so that a trainer for other samples
 * needs packages of its own beside {@code data} and {@code image}, and no change of these.
 */
class SeamsTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/transferjob/trainer");
  private static final List<String> IMAGES =
      List.of(
          "dev.transferjob.trainer.data.",
          "dev.transferjob.trainer.image.",
          "java.awt.",
          "javax.imageio.");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "domain",
        "engine",
        "graph",
        "metrics",
        "model",
        "onnx",
        "output",
        "progress",
        "random",
        "technique",
        "train"
      })
  void knowsNothingOfImages(String part) {
    assertThat(sources(part)).isNotEmpty();
    assertThat(thatKnowImages(part)).isEmpty();
  }

  private static List<String> thatKnowImages(String part) {
    return sources(part).stream()
        .filter(file -> IMAGES.stream().anyMatch(text(file)::contains))
        .map(file -> file.getFileName().toString())
        .toList();
  }

  private static List<Path> sources(String part) {
    try (Stream<Path> files = Files.walk(SOURCES.resolve(part))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
