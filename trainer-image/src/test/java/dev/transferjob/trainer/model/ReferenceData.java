package dev.transferjob.trainer.model;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The folder of reference data, or a skipped test where there is none. */
public final class ReferenceData {
  private static final String VARIABLE = "TRANSFERJOB_DATA";

  private ReferenceData() {}

  /** A file of the folder; skips the test, with the reason, if it is absent. */
  public static Path file(String name) {
    Path file = folder().resolve(name);
    String reason = "skipped: no " + file + "; set " + VARIABLE + " to the folder of test data";
    if (!Files.exists(file)) {
      System.out.println(reason);
    }
    assumeTrue(Files.exists(file), reason);
    return file;
  }

  /** Unpacks an archive of the folder, or skips the test. */
  public static Path unpack(String archive, Path target) throws IOException {
    try (ZipFile zip = new ZipFile(file(archive).toFile())) {
      List<? extends ZipEntry> entries =
          zip.stream().filter(entry -> !entry.isDirectory()).toList();
      for (ZipEntry entry : entries) {
        Path file = target.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, file);
        }
      }
    }
    return target;
  }

  /** Copies pre-trained weights into a folder where they are not there yet, or skips the test. */
  public static Path weights(String name, Path folder) throws IOException {
    Path copy = folder.resolve(name);
    if (!Files.exists(copy)) {
      Files.createDirectories(folder);
      Files.copy(file("models/" + name), copy);
    }
    return copy;
  }

  public static JsonNode json(String name) {
    try {
      return new ObjectMapper().readTree(file(name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    String set = System.getenv(VARIABLE);
    if (set != null) {
      return Path.of(set);
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path data = at.resolve("shared/data");
      if (Files.isDirectory(data)) {
        return data;
      }
    }
    return Path.of("shared/data");
  }
}
