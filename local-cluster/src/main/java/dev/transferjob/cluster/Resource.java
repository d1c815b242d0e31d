package dev.transferjob.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Files that this module carries. */
final class Resource {
  private Resource() {}

  static byte[] bytes(String name) {
    return find(name)
        .orElseThrow(
            () -> new IllegalStateException("This build lacks " + name + "; build again."));
  }

  static Optional<byte[]> find(String name) {
    try (var in = Resource.class.getResourceAsStream(name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text with every {@code ${NAME}} replaced; a name without a value is an error. */
  static String text(String name, Map<String, String> values) {
    var text = utf8(bytes(name));
    for (var value : values.entrySet()) {
      text = text.replace("${" + value.getKey() + "}", value.getValue());
    }
    if (text.contains("${")) {
      throw new IllegalStateException(name + " has a placeholder without a value:\n" + text);
    }
    return text;
  }

  static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
