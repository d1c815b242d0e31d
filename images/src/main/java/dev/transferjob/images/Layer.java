package dev.transferjob.images;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * One layer of an image.
 *
 * @param key a digest of everything that decides the layer's content
 * @param content files or whole folders of this machine by their absolute path in the image
 */
record Layer(String name, String key, Map<String, Path> content) {
  Layer {
    content = new TreeMap<>(content);
  }

  static Layer of(String name, String key, String path, Path source) {
    return new Layer(name, key, Map.of(path, source));
  }
}
