package dev.transferjob.trainer.model;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.transferjob.trainer.Sha256;
import dev.transferjob.trainer.engine.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where weights lie: one file, or several that an index names (a JSON file with a {@code
 * weight_map} from tensors to files beside it, as Hugging Face libraries write it), or a folder
 * with either.
 *
 * @param path as the job names it
 * @param index of several files
 * @param shards by tensor; empty for one file
 */
public record WeightSource(Path path, Optional<Path> index, Map<String, String> shards) {
  private static final String INDEX = ".index.json";
  private static final List<String> IN_A_FOLDER =
      List.of(
          "model.safetensors",
          "model.safetensors" + INDEX,
          "pytorch_model.bin",
          "pytorch_model.bin" + INDEX);
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * Finds the weights at a path.
   *
   * @throws ModelInvalidException if there are none, or an index names what is not in its folder
   */
  public static WeightSource at(Path path) {
    Path file = Files.isDirectory(path) ? inFolder(path) : path;
    if (!Files.isRegularFile(file)) {
      throw new ModelInvalidException(
          file + " is not a file. Check the path in spec.model.weights.uri and the claim.");
    }
    return file.getFileName().toString().endsWith(INDEX)
        ? new WeightSource(path, Optional.of(file), shards(file))
        : new WeightSource(file, Optional.empty(), Map.of());
  }

  private static Path inFolder(Path folder) {
    return IN_A_FOLDER.stream()
        .map(folder::resolve)
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () ->
                new ModelInvalidException(
                    "%s is a folder with none of %s. Name the file of weights in spec.model.weights.uri."
                        .formatted(folder, String.join(", ", IN_A_FOLDER))));
  }

  private static Map<String, String> shards(Path index) {
    Map<String, String> shards = new TreeMap<>();
    for (Entry<String, JsonNode> entry : weightMap(index).properties()) {
      String shard = entry.getValue().asText();
      requireBeside(index, shard);
      shards.put(entry.getKey(), shard);
    }
    return shards;
  }

  private static JsonNode weightMap(Path index) {
    try {
      JsonNode map = JSON.readTree(index.toFile()).path("weight_map");
      if (map.isObject() && !map.isEmpty()) {
        return map;
      }
    } catch (IOException e) {
      throw new ModelInvalidException(index + " is not JSON. Copy it again.", e);
    }
    throw new ModelInvalidException(index + " has no weight_map, so it is no index of weights.");
  }

  /** An index may come from anywhere, so it must not make us read anything but its own folder. */
  private static void requireBeside(Path index, String shard) {
    Path folder = index.getParent();
    Path file = folder.resolve(shard).normalize();
    if (!folder.normalize().equals(file.getParent())
        || !shard.equals(file.getFileName().toString())) {
      throw new ModelInvalidException(
          "%s names the file %s, which is not in its folder. Put all files into one folder."
              .formatted(index, shard));
    }
    if (!Files.isRegularFile(file)) {
      throw new ModelInvalidException(
          "%s names the file %s, which is missing. Copy it too.".formatted(index, shard));
    }
    try {
      if (!file.toRealPath().startsWith(folder.toRealPath())) {
        throw new ModelInvalidException(
            "%s is a link that leads out of its folder. Copy the file itself.".formatted(file));
      }
    } catch (IOException e) {
      throw new ModelInvalidException("cannot read " + file + ": " + e + ". Check the claim.", e);
    }
  }

  /**
   * SHA-256 of the file; of several, of the lines {@code digest, two spaces, name} in the order of
   * their names, so what {@code sha256sum *.safetensors | sha256sum} prints.
   */
  public String digest() throws IOException {
    if (index.isEmpty()) {
      return Sha256.ofFile(path);
    }
    StringBuilder lines = new StringBuilder();
    for (String shard : new TreeSet<>(shards.values())) {
      lines.append(Sha256.ofFile(beside(shard))).append("  ").append(shard).append('\n');
    }
    return Sha256.of(lines.toString());
  }

  /**
   * Reads all tensors.
   *
   * @throws ModelInvalidException if a file is damaged, of another kind, or not what the index says
   */
  public WeightFile read() {
    if (index.isEmpty()) {
      return WeightFile.read(path);
    }
    Map<String, TensorData> tensors = new HashMap<>();
    for (String shard : new TreeSet<>(shards.values())) {
      WeightFile.tensorsOf(beside(shard))
          .forEach(
              (name, tensor) -> {
                if (shard.equals(shards.get(name))) {
                  tensors.put(name, tensor);
                }
              });
    }
    shards.forEach(
        (name, shard) -> {
          if (!tensors.containsKey(name) && !WeightFile.ignored(name)) {
            throw new ModelInvalidException(
                "%s says that %s is in %s, but it is not. Copy the files again."
                    .formatted(index.orElseThrow(), name, shard));
          }
        });
    return new WeightFile(path.toString(), tensors);
  }

  private Path beside(String shard) {
    return index.orElseThrow().resolveSibling(shard);
  }
}
