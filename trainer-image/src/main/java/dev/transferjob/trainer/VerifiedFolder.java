package dev.transferjob.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A folder of files that is complete or not there: written under a temporary name, each file
 * synced, the manifest last, then renamed. Hashes tell what a disk lost since.
 */
public final class VerifiedFolder {
  public static final String TEMPORARY = ".tmp-";

  private VerifiedFolder() {}

  /**
   * Writes {@code folder}, replacing one of the same name, and reads it back.
   *
   * @throws IOException if the disk does not take it, or gives back something else
   */
  public static void write(Path folder, Map<String, DurableFiles.Content> files)
      throws IOException {
    Path temporary = folder.resolveSibling(TEMPORARY + folder.getFileName());
    DurableFiles.delete(temporary);
    Files.createDirectories(temporary);
    for (Map.Entry<String, DurableFiles.Content> file : files.entrySet()) {
      DurableFiles.write(temporary.resolve(file.getKey()), file.getValue());
    }
    FileManifest.write(temporary);
    DurableFiles.syncFolder(temporary);
    DurableFiles.delete(folder);
    DurableFiles.rename(temporary, folder);
    if (!verifies(folder)) {
      throw new IOException("what was read back differs from what was written");
    }
  }

  /** Whether the folder is there and every file has the digest that its manifest says. */
  public static boolean verifies(Path folder) throws IOException {
    return FileManifest.verifies(folder);
  }

  /** The digest that stands for the whole folder. */
  public static String digest(Path folder) throws IOException {
    return FileManifest.digest(folder);
  }
}
