package dev.transferjob.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** Real data sets and weights, which are not part of the project. */
public final class DataSets {
  public static final String ABSENT =
      "no data sets; set TRANSFERJOB_DATA to the folder that holds them";

  private DataSets() {}

  /** Named by TRANSFERJOB_DATA, or {@code shared/data} beside a parent of the working folder. */
  public static Optional<Path> folder() {
    var named = System.getenv("TRANSFERJOB_DATA");
    var candidates =
        named == null
            ? Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
                .map(folder -> folder.resolve("shared/data"))
            : Stream.of(Path.of(named));
    return candidates.filter(Files::isDirectory).findFirst();
  }

  /** Unpacks a data set below {@code target}. */
  public static void unpack(Path zip, Path target) throws IOException {
    try (var file = new ZipFile(zip.toFile())) {
      for (var entry : file.stream().toList()) {
        var path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException(zip + " has an entry outside of its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else {
          Files.createDirectories(path.getParent());
          Files.copy(file.getInputStream(entry), path);
        }
      }
    }
  }
}
