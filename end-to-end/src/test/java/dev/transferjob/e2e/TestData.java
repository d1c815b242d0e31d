package dev.transferjob.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.transferjob.bench.DataSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Real data sets and weights, which are not part of the project. */
final class TestData {
  private TestData() {}

  /** The folder with the data; the test is skipped, with the reason, where it is absent. */
  static Path folder() {
    var found = DataSets.folder();
    if (found.isEmpty()) {
      System.out.println("skipped: " + DataSets.ABSENT);
    }
    assumeTrue(found.isPresent(), DataSets.ABSENT);
    return found.get();
  }

  /** Unpacks a data set below {@code target}, readable for the trainer, and gives that folder. */
  static Path unpack(String zip, Path target) throws IOException {
    DataSets.unpack(folder().resolve(zip), Files.createDirectories(target));
    return target;
  }

  /** Copies {@code count} images of each class, from number {@code first} in the order of names. */
  static void sample(Path from, Path to, int first, int count) throws IOException {
    for (var folder : children(from)) {
      var target = Files.createDirectories(to.resolve(folder.getFileName()));
      for (var image : children(folder).subList(first, first + count)) {
        Files.copy(image, target.resolve(image.getFileName()));
      }
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
