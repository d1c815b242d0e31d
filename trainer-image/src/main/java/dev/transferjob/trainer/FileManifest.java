package dev.transferjob.trainer;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.transferjob.protocol.ProtocolJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The list of a folder's files with their sha256, in {@value #NAME}, the file written last. */
public final class FileManifest {
  public static final String NAME = "MANIFEST.json";
  private static final ObjectMapper JSON = ProtocolJson.mapper();

  private FileManifest() {}

  /** Hashes the files in {@code folder} and writes and syncs the manifest. */
  public static void write(Path folder) throws IOException {
    var digests = new TreeMap<String, String>();
    for (Path file : files(folder)) {
      digests.put(file.getFileName().toString(), Sha256.ofFile(file));
    }
    byte[] json = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(digests);
    DurableFiles.write(folder.resolve(NAME), out -> out.write(json));
  }

  /** File names and their digests. */
  public static Map<String, String> read(Path folder) throws IOException {
    byte[] json = Files.readAllBytes(folder.resolve(NAME));
    return JSON.readValue(json, new TypeReference<TreeMap<String, String>>() {});
  }

  /** Whether the manifest is there and every file in it has its digest. */
  public static boolean verifies(Path folder) throws IOException {
    try {
      for (Map.Entry<String, String> entry : read(folder).entrySet()) {
        if (!Sha256.ofFile(folder.resolve(entry.getKey())).equals(entry.getValue())) {
          return false;
        }
      }
      return true;
    } catch (NoSuchFileException | JacksonException e) {
      return false;
    }
  }

  /** The digest that stands for the whole folder: that of the manifest. */
  public static String digest(Path folder) throws IOException {
    return Sha256.ofFile(folder.resolve(NAME));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(file -> !file.endsWith(NAME)).sorted().toList();
    }
  }
}
