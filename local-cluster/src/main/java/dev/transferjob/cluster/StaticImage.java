package dev.transferjob.cluster;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An image, as a Docker archive, that holds one statically linked program and nothing else. */
record StaticImage(String reference, Path program) {
  private static final int EXECUTABLE = 0100755;

  void writeTo(Path archive) {
    try {
      var entry = program.getFileName().toString();
      var layer = tar(Map.of(entry, Files.readAllBytes(program)));
      var config = config("/" + entry, layer);
      var manifest =
          List.of(
              Map.of(
                  "Config",
                  "config.json",
                  "RepoTags",
                  List.of(reference),
                  "Layers",
                  List.of("layer.tar")));
      Files.write(
          archive,
          tar(
              Map.of(
                  "manifest.json", Resource.utf8(Serialization.asJson(manifest)),
                  "config.json", Resource.utf8(Serialization.asJson(config)),
                  "layer.tar", layer)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the image " + archive, e);
    }
  }

  /** A pod that must not run as root needs a user in the image, or one of its own. */
  private static Map<String, Object> config(String entrypoint, byte[] layer) {
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

  private static byte[] tar(Map<String, byte[]> entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      for (var it : entries.entrySet()) {
        var header = new TarArchiveEntry(it.getKey());
        header.setSize(it.getValue().length);
        header.setMode(EXECUTABLE);
        tar.putArchiveEntry(header);
        tar.write(it.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
