package dev.transferjob.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import dev.transferjob.trainer.Sha256;
import dev.transferjob.trainer.engine.TensorData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights in several files, and what an index must not make us read. */
class WeightSourceTest {
  @TempDir private Path root;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(root.resolve("model"));
  }

  @Test
  void joinsTheFilesOfAnIndex() throws IOException {
    // Given
    shard("a.safetensors", 1, "conv.weight", "conv.bias");
    shard("b.safetensors", 3, "fc.weight");
    Path index =
        index(
            "conv.weight",
            "a.safetensors",
            "conv.bias",
            "a.safetensors",
            "fc.weight",
            "b.safetensors");

    // When
    WeightSource named = WeightSource.at(index);
    WeightSource found = WeightSource.at(folder);

    // Then
    assertThat(named.read().tensors()).containsOnlyKeys("conv.weight", "conv.bias", "fc.weight");
    assertThat(named.read().tensors().get("fc.weight").values()).containsExactly(3);
    assertThat(found.read().tensors()).hasSize(3);
    assertThat(found.digest()).isEqualTo(named.digest());
    String lines =
        Sha256.ofFile(folder.resolve("a.safetensors"))
            + "  a.safetensors\n"
            + Sha256.ofFile(folder.resolve("b.safetensors"))
            + "  b.safetensors\n";
    assertThat(named.digest()).isEqualTo(Sha256.of(lines));
  }

  @Test
  void findsTheFileInAHuggingFaceFolder() throws IOException {
    // Given
    Files.writeString(folder.resolve("config.json"), "{}");
    shard("model.safetensors", 2, "fc.weight");

    // When
    WeightSource source = WeightSource.at(folder);

    // Then
    assertThat(source.read().tensors().get("fc.weight").values()).containsExactly(2);
    assertThat(source.digest()).isEqualTo(Sha256.ofFile(folder.resolve("model.safetensors")));
  }

  @Test
  void saysWhatAFolderLacks() {
    assertThatThrownBy(() -> WeightSource.at(folder))
        .isInstanceOf(ModelInvalidException.class)
        .hasMessageContainingAll(
            folder.toString(), "model.safetensors", "pytorch_model.bin", "spec.model.weights.uri");
    assertThatThrownBy(() -> WeightSource.at(folder.resolve("absent")))
        .isInstanceOf(ModelInvalidException.class)
        .hasMessageContainingAll("absent", "spec.model.weights.uri");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.safetensors",
        "sub/../../secret.safetensors",
        "/etc/passwd",
        "sub/shard.safetensors",
        "./secret.safetensors",
        "..",
        ""
      })
  void readsNothingOutsideOfTheIndexsFolder(String shard) throws IOException {
    // Given
    Files.writeString(root.resolve("secret.safetensors"), "secret");
    Path index = index("fc.weight", shard);

    // When, Then
    assertThatThrownBy(() -> WeightSource.at(index))
        .isInstanceOf(ModelInvalidException.class)
        .hasMessageContainingAll(index.toString(), "not in its folder");
  }

  @Test
  void followsNoLinkOutOfTheFolder() throws IOException {
    // Given
    Path secret = Files.writeString(root.resolve("secret"), "secret");
    Files.createSymbolicLink(folder.resolve("a.safetensors"), secret);
    Path index = index("fc.weight", "a.safetensors");

    // When, Then
    assertThatThrownBy(() -> WeightSource.at(index))
        .isInstanceOf(ModelInvalidException.class)
        .hasMessageContaining("a.safetensors is a link that leads out of its folder");
  }

  @Test
  void saysWhatTheIndexPromisedInVain() throws IOException {
    // Given
    shard("a.safetensors", 1, "conv.weight");
    Path missingFile = index("fc.weight", "b.safetensors");

    // When, Then
    assertThatThrownBy(() -> WeightSource.at(missingFile)).hasMessageContaining("is missing");
    Path missingTensor = index("fc.weight", "a.safetensors");
    assertThatThrownBy(() -> WeightSource.at(missingTensor).read())
        .isInstanceOf(ModelInvalidException.class)
        .hasMessageContaining("says that fc.weight is in a.safetensors, but it is not");
  }

  @Test
  void refusesWhatIsNoIndex() throws IOException {
    // Given
    Path file = folder.resolve("model.safetensors.index.json");

    // When, Then
    Files.writeString(file, "{\"weight_map\": ");
    assertThatThrownBy(() -> WeightSource.at(file)).hasMessageContaining("is not JSON");
    Files.writeString(file, "{\"weight_map\": []}");
    assertThatThrownBy(() -> WeightSource.at(file)).hasMessageContaining("no weight_map");
    Files.writeString(file, "{\"weight_map\": {\"a\": \"x\", \"a\": \"y\"}}");
    assertThatThrownBy(() -> WeightSource.at(file)).hasMessageContaining("is not JSON");
  }

  private void shard(String file, float value, String... names) throws IOException {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    for (String name : names) {
      tensors.put(name, new TensorData(new Shape(1), new float[] {value}));
    }
    try (OutputStream out = Files.newOutputStream(folder.resolve(file))) {
      Safetensors.write(tensors, Map.of(), out);
    }
  }

  private Path index(String... tensorsAndFiles) throws IOException {
    StringBuilder map = new StringBuilder();
    for (int i = 0; i < tensorsAndFiles.length; i += 2) {
      map.append(i == 0 ? "" : ", ");
      map.append("\"%s\": \"%s\"".formatted(tensorsAndFiles[i], tensorsAndFiles[i + 1]));
    }
    return Files.writeString(
        folder.resolve("model.safetensors.index.json"), "{\"weight_map\": {" + map + "}}");
  }
}
