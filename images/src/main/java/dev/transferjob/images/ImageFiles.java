package dev.transferjob.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

/** Files as they go into an image. */
final class ImageFiles {
  /**
   * The time of every file in an image. It is fixed so that equal content gives equal digests, and
   * because a JVM accepts an AOT cache only if its jars have the time they had at recording.
   */
  static final Instant FILE_TIME = Instant.ofEpochSecond(1);

  private ImageFiles() {}

  /** Every path below a folder, the folder first, each folder before what it holds. */
  static List<Path> paths(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      return paths.sorted().toList();
    }
  }

  static void fixTimes(Path folder) throws IOException {
    for (Path path : paths(folder).reversed()) {
      if (!Files.isSymbolicLink(path)) {
        Files.setLastModifiedTime(path, FileTime.from(FILE_TIME));
      }
    }
  }

  /** Makes a copy that shares its bytes with the original where the file system can. */
  static void link(Path source, Path target) throws IOException {
    for (Path path : paths(source)) {
      Path copy = target.resolve(source.relativize(path).toString());
      if (Files.isDirectory(path)) {
        Files.createDirectories(copy);
      } else {
        Files.createDirectories(copy.getParent());
        Files.createLink(copy, path);
      }
    }
  }

  static Instant lastModified(Path path) {
    try {
      return Files.getLastModifiedTime(path).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
