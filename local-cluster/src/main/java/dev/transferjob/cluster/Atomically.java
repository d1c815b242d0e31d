package dev.transferjob.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files that are seen whole or not at all, readable by their owner only. */
final class Atomically {
  private Atomically() {}

  /** What goes into the file. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  static void write(Path file, Content content) {
    try {
      // Temporary files are made with the owner's permissions only.
      var temporary = Files.createTempFile(file.getParent(), file.getFileName() + ".", ".tmp");
      try (var out = Files.newOutputStream(temporary)) {
        content.writeTo(out);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  static void write(Path file, String text) {
    write(file, out -> out.write(Resource.utf8(text)));
  }
}
