package dev.transferjob.cluster;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * An image, as a Docker archive, that holds one statically linked program and nothing else.
 *
 * @param entry the program's name in the image, in its root
 */
record StaticImage(String reference, Path program, String entry) {
  private static final int EXECUTABLE = 0100755;

  /** Under its own name. */
  StaticImage(String reference, Path program) {
    this(reference, program, program.getFileName().toString());
  }

  void writeTo(Path archive) {
    try {
      // In a file, as a program may be larger than this supervisor's memory.
      var layer = Files.createTempFile(archive.getParent(), "layer-", ".tar");
      try {
        tar(layer, Map.of(entry, program));
        var config = inFile(layer, ".config", config("/" + entry, layer));
        var manifest = inFile(layer, ".manifest", manifest());
        tar(archive, Map.of("manifest.json", manifest, "config.json", config, "layer.tar", layer));
        Files.delete(config);
        Files.delete(manifest);
      } finally {
        Files.delete(layer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the image " + archive, e);
    }
  }

  private static Path inFile(Path beside, String suffix, Object content) throws IOException {
    var file = Path.of(beside + suffix);
    return Files.writeString(file, Serialization.asJson(content));
  }

  private Object manifest() {
    return List.of(
        Map.of(
            "Config",
            "config.json",
            "RepoTags",
            List.of(reference),
            "Layers",
            List.of("layer.tar")));
  }

  /** A pod that must not run as root needs a user in the image, or one of its own. */
  private static Map<String, Object> config(String entrypoint, Path layer) throws IOException {
    return Map.of(
        "architecture",
        System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64",
        "os",
        "linux",
        "config",
        Map.of("Entrypoint", List.of(entrypoint), "User", "65535:65535"),
        "rootfs",
        Map.of("type", "layers", "diff_ids", List.of("sha256:" + sha256(layer))));
  }

  private static void tar(Path archive, Map<String, Path> entries) throws IOException {
    try (var tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
      for (var it : entries.entrySet()) {
        var header = new TarArchiveEntry(it.getKey());
        header.setSize(Files.size(it.getValue()));
        header.setMode(EXECUTABLE);
        tar.putArchiveEntry(header);
        Files.copy(it.getValue(), tar);
        tar.closeArchiveEntry();
      }
    }
  }

  private static String sha256(Path file) throws IOException {
    try (var in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
