package dev.transferjob.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Folders; they are never deleted through a link, nor through a mount. */
public final class FileTree {
  private FileTree() {}

  static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make " + folder, e);
    }
  }

  /** Deletes a folder with all below it; nothing happens if it is not there. */
  public static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    refuseMounts(folder);
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + folder, e);
    }
  }

  static boolean isOverlay(Path folder) {
    try {
      return Files.getFileStore(folder).type().equals("overlay");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A mount below could be a folder of the user's that a pod has used. */
  private static void refuseMounts(Path folder) {
    try (var mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
      mounts
          .map(line -> Path.of(line.split(" ", 6)[4]))
          .filter(mount -> mount.startsWith(folder.toAbsolutePath()))
          .findFirst()
          .ifPresent(
              mount -> {
                throw new IllegalStateException(
                    "Will not delete " + folder + ": " + mount + " is mounted; unmount it first.");
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
