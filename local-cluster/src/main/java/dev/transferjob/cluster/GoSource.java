package dev.transferjob.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The files of one Go module, by name. */
record GoSource(Map<String, byte[]> files) {

  static GoSource fromResources(String folder) {
    var files = new LinkedHashMap<String, byte[]>();
    // One without dependencies has no go.sum, and one that only names a tool has no main.go.
    for (var name : List.of("go.mod", "go.sum", "main.go")) {
      Resource.find(folder + "/" + name).ifPresent(bytes -> files.put(name, bytes));
    }
    return new GoSource(files);
  }

  /**
   * Changes with every file, so that a build made from other sources is never taken for this one.
   */
  String sha256() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      files.forEach(
          (name, bytes) -> {
            digest.update(Resource.utf8(name + "\n" + bytes.length + "\n"));
            digest.update(bytes);
          });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The version that go.mod pins for a module. */
  Optional<String> pinned(String module) {
    var line =
        Pattern.compile(
            "^\\s*(?:require )?" + Pattern.quote(module) + " (v\\S+)", Pattern.MULTILINE);
    var match = line.matcher(Resource.utf8(files.get("go.mod")));
    return match.find() ? Optional.of(match.group(1)) : Optional.empty();
  }

  void writeTo(Path folder) {
    try {
      for (var file : files.entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
