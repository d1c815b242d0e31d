package dev.transferjob.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import dev.transferjob.trainer.engine.TensorData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weight files are read whole or refused with the file's name. */
class WeightFileTest {
  @TempDir private Path folder;

  @Test
  void readsWhatItWrites() throws IOException {
    // Given
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    tensors.put("b.weight", new TensorData(new Shape(2, 3), new float[] {1, 2, 3, -4, 5e-30f, 6}));
    tensors.put("a.bias", new TensorData(new Shape(), new float[] {7}));
    Path file = folder.resolve("model.safetensors");

    // When
    try (OutputStream out = Files.newOutputStream(file)) {
      Safetensors.write(tensors, Map.of("format", "pt"), out);
    }
    Map<String, TensorData> read = WeightFile.read(file).tensors();

    // Then
    assertThat(read.keySet()).isEqualTo(tensors.keySet());
    read.forEach((name, tensor) -> assertSame(tensor, tensors.get(name)));
  }

  @Test
  void widensHalfPrecision() throws IOException {
    // Given
    String header =
        """
        {"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},\
        "b":{"dtype":"BF16","shape":[1],"data_offsets":[4,6]},\
        "n.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[6,6]}}\
        """;
    Path file = safetensors(header, 0x00, 0x3c, 0x00, 0xc0, 0x80, 0x3f);

    // When
    Map<String, TensorData> read = WeightFile.read(file).tensors();

    // Then
    assertThat(read.get("h").values()).containsExactly(1, -2);
    assertThat(read.get("b").values()).containsExactly(1);
    assertThat(read).hasSize(2);
  }

  @Test
  void refusesTensorsThatLieOutsideOfTheFile() throws IOException {
    // Given
    Path file =
        safetensors("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 0, 0, 0, 0);

    // When, Then
    assertThatExceptionOfType(ModelInvalidException.class)
        .isThrownBy(() -> WeightFile.read(file))
        .withMessageContainingAll(file.toString(), "tensor x", "cut off");
  }

  @Test
  void refusesImpossibleShapesAndTypes() throws IOException {
    // Given
    Path huge =
        safetensors(
            "{\"x\":{\"dtype\":\"F32\",\"shape\":[99999999,99999999],\"data_offsets\":[0,4]}}", 0);
    Path integer =
        safetensors("{\"x\":{\"dtype\":\"I64\",\"shape\":[0],\"data_offsets\":[0,0]}}", 0);

    // When, Then
    assertThatThrownBy(() -> WeightFile.read(huge)).hasMessageContaining("impossible shape");
    assertThatThrownBy(() -> WeightFile.read(integer)).hasMessageContaining("I64");
  }

  @Test
  void refusesWhatIsNoWeightFile() throws IOException {
    // Given
    Path text = Files.writeString(folder.resolve("weights.txt"), "version https://git-lfs");
    Path empty = Files.write(folder.resolve("empty"), new byte[0]);

    // When, Then
    assertThatThrownBy(() -> WeightFile.read(text)).hasMessageContaining("not a safetensors file");
    assertThatThrownBy(() -> WeightFile.read(empty)).hasMessageContaining("not a safetensors file");
  }

  @Test
  void refusesAHeaderThatIsLongerThanTheFile() throws IOException {
    // Given
    byte[] huge = {-1, -1, -1, -1, -1, -1, -1, 127, '{'};
    byte[] negative = {-1, -1, -1, -1, -1, -1, -1, -1, '{'};
    Path first = Files.write(folder.resolve("huge"), huge);
    Path second = Files.write(folder.resolve("negative"), negative);

    // When, Then
    assertThatThrownBy(() -> WeightFile.read(first)).hasMessageContaining("cut off in its header");
    assertThatThrownBy(() -> WeightFile.read(second)).hasMessageContaining("cut off in its header");
  }

  @ParameterizedTest
  @CsvSource({"0, 4, 0, 4", "0, 8, 4, 8", "4, 8, 0, 8", "0, 8, 0, 4"})
  void refusesTensorsThatShareBytes(int from, int to, int otherFrom, int otherTo)
      throws IOException {
    // Given
    String tensor = "{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[%d,%d]}";
    String header =
        "{\"x\":%s,\"y\":%s}"
            .formatted(
                tensor.formatted((to - from) / 4, from, to),
                tensor.formatted((otherTo - otherFrom) / 4, otherFrom, otherTo));
    Path file = safetensors(header, 0, 0, 0, 0, 0, 0, 0, 0);

    // When, Then
    assertThatThrownBy(() -> WeightFile.read(file))
        .isInstanceOf(ModelInvalidException.class)
        .hasMessageContaining("tensor y shares bytes with x");
  }

  @Test
  void refusesATensorThatIsNamedTwice() throws IOException {
    // Given
    String tensor = "\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";
    Path file = safetensors("{%s,%s}".formatted(tensor, tensor), 0, 0, 0, 0);

    // When, Then
    assertThatThrownBy(() -> WeightFile.read(file))
        .isInstanceOf(ModelInvalidException.class)
        .hasMessageContaining("names a tensor twice");
  }

  @Test
  void bothFormsOfTheSameWeightsAgree() {
    // Given
    Path stream = ReferenceData.file("models/efficientnet-lite0.pth");
    Path safetensors = ReferenceData.file("models/efficientnet-lite0.safetensors");

    // When
    Map<String, TensorData> one = WeightFile.read(stream).tensors();
    Map<String, TensorData> other = WeightFile.read(safetensors).tensors();

    // Then
    assertThat(one.keySet()).isEqualTo(other.keySet());
    one.forEach((name, tensor) -> assertSame(tensor, other.get(name)));
  }

  @Test
  void refusesAStateDictThatIsCutOff() throws IOException {
    // Given
    byte[] whole = Files.readAllBytes(ReferenceData.file("models/efficientnet-lite0.pth"));
    Path half = Files.write(folder.resolve("half.pth"), Arrays.copyOf(whole, whole.length / 2));
    Path header = Files.write(folder.resolve("header.pth"), Arrays.copyOf(whole, 1000));

    // When, Then
    assertThatThrownBy(() -> WeightFile.read(half))
        .isInstanceOf(ModelInvalidException.class)
        .hasMessageContainingAll("half.pth", "cut off");
    assertThatThrownBy(() -> WeightFile.read(header)).hasMessageContaining("cut off");
  }

  private Path safetensors(String header, int... data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    byte[] file = new byte[8 + json.length + data.length];
    file[0] = (byte) json.length;
    file[1] = (byte) (json.length >> 8);
    System.arraycopy(json, 0, file, 8, json.length);
    for (int i = 0; i < data.length; i++) {
      file[8 + json.length + i] = (byte) data[i];
    }
    return Files.write(Files.createTempFile(folder, "made", ".safetensors"), file);
  }

  private static void assertSame(TensorData actual, TensorData expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.values()).isEqualTo(expected.values());
  }
}
