package dev.transferjob.images;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over texts and files, each with its length before it so that parts cannot run together.
 */
final class Digest {
  private final MessageDigest sha256;

  Digest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }

  Digest add(Object text) {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    sha256.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    sha256.update(bytes);
    return this;
  }

  Digest addFile(Path file) throws IOException {
    add(Files.size(file));
    return addBytes(file);
  }

  /** Adds the names and the content of all files below a folder. */
  Digest addFolder(Path folder) throws IOException {
    for (Path path : ImageFiles.paths(folder)) {
      add(folder.relativize(path));
      if (Files.isRegularFile(path)) {
        addFile(path);
      }
    }
    return this;
  }

  String hex() {
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** The plain SHA-256 of a file, as image formats use it. */
  static String ofFile(Path file) throws IOException {
    return new Digest().addBytes(file).hex();
  }

  private Digest addBytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        var out = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
      in.transferTo(out);
    }
    return this;
  }
}
