package dev.transferjob.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Gathers single files into a layer, in a folder of the cache where all have the fixed time. */
final class FolderLayer {
  private final String name;
  private final String home;
  private final Map<String, Path> files = new LinkedHashMap<>();
  private final Map<String, byte[]> contents = new TreeMap<>();

  /**
   * @param home the folder of the image that the files go to
   */
  FolderLayer(String name, String home) {
    this.name = name;
    this.home = home;
  }

  /**
   * @param place relative to the layer's home
   */
  FolderLayer add(String place, Path file) {
    files.put(place, file);
    return this;
  }

  FolderLayer addText(String place, String text) {
    return addContent(place, text.getBytes(StandardCharsets.UTF_8));
  }

  FolderLayer addContent(String place, byte[] content) {
    contents.put(place, content);
    return this;
  }

  Layer in(BuildCache cache) throws IOException, InterruptedException {
    Digest key = new Digest().add(name).add(home);
    contents.forEach((place, content) -> key.add(place).add(HexFormat.of().formatHex(content)));
    for (var file : new TreeMap<>(files).entrySet()) {
      key.add(file.getKey()).addFile(file.getValue());
    }
    String hex = key.hex();
    return Layer.of(name, hex, home, cache.entry("layer-" + name, hex, this::fill));
  }

  private void fill(Path folder) throws IOException {
    for (var file : files.entrySet()) {
      Path copy = folder.resolve(file.getKey());
      Files.createDirectories(copy.getParent());
      Files.copy(file.getValue(), copy);
    }
    for (var content : contents.entrySet()) {
      Path file = folder.resolve(content.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, content.getValue());
    }
  }
}
