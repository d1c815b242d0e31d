package dev.transferjob.trainer.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import dev.transferjob.trainer.engine.TensorData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** State dicts are read without running anything that they contain. */
class StateDictTest {
  /** A 2x2 float tensor over the storage "0", transposed by its strides (1, 2). */
  private static final String TRANSPOSED = tensor("FloatStorage", 0, 2);

  @TempDir private Path folder;

  @Test
  void unwrapsCheckpointsAndFollowsStrides() throws IOException {
    // Given
    String weights =
        "}(" + text("module.w") + TRANSPOSED + text("module.n.num_batches_tracked") + "K\5u";
    Path file = zip("}(" + text("epoch") + "K\3" + text("state_dict") + weights + "u.", 1, 2, 3, 4);

    // When
    Map<String, TensorData> read = WeightFile.read(file).tensors();

    // Then
    assertThat(read).containsOnlyKeys("w");
    assertThat(read.get("w").shape()).isEqualTo(new Shape(2, 2));
    assertThat(read.get("w").values()).containsExactly(1, 3, 2, 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"state_dict", "model_state_dict", "model"})
  void findsTheDictionaryInACheckpoint(String wrapper) throws IOException {
    // Given: an optimizer's dictionary lies beside the weights
    String weights = "}(" + text("w") + TRANSPOSED + "u";
    Path file = zip("}(" + text("optimizer") + "}" + text(wrapper) + weights + "u.", 1, 2, 3, 4);

    // When
    Map<String, TensorData> read = WeightFile.read(file).tensors();

    // Then
    assertThat(read).containsOnlyKeys("w");
    assertThat(read.get("w").values()).containsExactly(1, 3, 2, 4);
  }

  @Test
  void joinsTheFilesOfAnIndex() throws IOException {
    // Given: both files hold a tensor that the index says is in the second
    String first = "pytorch_model-00001-of-00002.bin";
    String second = "pytorch_model-00002-of-00002.bin";
    String shared = text("both") + TRANSPOSED;
    Files.move(
        zip("}(" + text("one") + TRANSPOSED + shared + "u.", 1, 2, 3, 4), folder.resolve(first));
    Files.move(
        zip("}(" + text("two") + TRANSPOSED + shared + "u.", 5, 6, 7, 8), folder.resolve(second));
    Files.writeString(
        folder.resolve("pytorch_model.bin.index.json"),
        """
        {"metadata": {"total_size": 48},
         "weight_map": {"one": "%s", "two": "%s", "both": "%s"}}
        """
            .formatted(first, second, second));

    // When
    Map<String, TensorData> read = WeightSource.at(folder).read().tensors();

    // Then
    assertThat(read).containsOnlyKeys("one", "two", "both");
    assertThat(read.get("one").values()).containsExactly(1, 3, 2, 4);
    assertThat(read.get("two").values()).containsExactly(5, 7, 6, 8);
    assertThat(read.get("both").values()).containsExactly(5, 7, 6, 8);
  }

  /** Those that make or call objects by other ways than a name, and those of other protocols. */
  @ParameterizedTest
  @ValueSource(
      ints = {'i', 'o', 'P', 'S', 'V', 'I', 0x81, 0x82, 0x83, 0x84, 0x92, 0x93, 0x95, 0x98})
  void refusesEveryOtherOpcodeByItsNumber(int opcode) throws IOException {
    // Given
    Path file = zip("}" + text("w") + (char) opcode + "posix\nsystem\n.");

    // When, Then
    assertThatThrownBy(() -> WeightFile.read(file))
        .isInstanceOf(ModelInvalidException.class)
        .hasMessageContainingAll(
            file.toString(), "has the pickle opcode " + opcode + ",", "torch.save");
  }

  @ParameterizedTest
  @ValueSource(strings = {"posix\nsystem", "builtins\neval", "torch\nload", "__torch__\nNet"})
  void refusesEveryOtherNameWithoutLookingItUp(String global) throws IOException {
    // Given
    Path marker = folder.resolve("marker");
    Path file = zip("c" + global + "\n" + text("touch " + marker) + "\u0085R.");

    // When, Then
    assertThatThrownBy(() -> WeightFile.read(file))
        .isInstanceOf(ModelInvalidException.class)
        .hasMessageContainingAll(file.toString(), global.replace('\n', '.'), "safetensors");
    assertThat(marker).doesNotExist();
  }

  @Test
  void refusesTensorsBeyondTheirStorage() throws IOException {
    // Given
    Path beyond = zip("}(" + text("w") + tensor("FloatStorage", 1, 2) + "u.", 1, 2, 3, 4);
    Path backwards = zip("}(" + text("w") + tensor("FloatStorage", 0, -2) + "u.", 1, 2, 3, 4);
    Path integers = zip("}(" + text("w") + tensor("LongStorage", 0, 2) + "u.", 1, 2, 3, 4);

    // When, Then
    assertThatThrownBy(() -> WeightFile.read(beyond)).hasMessageContaining("beyond its storage");
    assertThatThrownBy(() -> WeightFile.read(backwards)).hasMessageContaining("beyond its storage");
    assertThatThrownBy(() -> WeightFile.read(integers)).hasMessageContaining("not a tensor");
  }

  @Test
  void refusesManyTensorsOutOfOneStorage() throws IOException {
    // Given
    StringBuilder entries = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      entries.append(text("w" + i)).append(TRANSPOSED);
    }
    Path file = zip("}(" + entries + "u.", 1, 2, 3, 4);

    // When, Then
    assertThatThrownBy(() -> WeightFile.read(file))
        .isInstanceOf(ModelInvalidException.class)
        .hasMessageContaining("share their values");
  }

  @Test
  void refusesWhatCouldExpandWithoutEnd() throws IOException {
    // Given
    Path file = folder.resolve("bomb.pth");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(new byte[1 << 20]);
    }

    // When, Then
    assertThatThrownBy(() -> WeightFile.read(file))
        .isInstanceOf(ModelInvalidException.class)
        .hasMessageContaining("compressed entry archive/data.pkl");
  }

  @Test
  void refusesAZipThatIsCutOff() throws IOException {
    // Given
    Path whole = zip("}(" + text("w") + TRANSPOSED + "u.", 1, 2, 3, 4);
    byte[] bytes = Files.readAllBytes(whole);
    Path half = Files.write(folder.resolve("half.pth"), Arrays.copyOf(bytes, bytes.length / 2));

    // When, Then
    assertThatThrownBy(() -> WeightFile.read(half))
        .isInstanceOf(ModelInvalidException.class)
        .hasMessageContainingAll("half.pth", "damaged zip");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        "(.",
        "t.",
        "h\1.",
        "K\1K\2s.",
        "}}K\1s.",
        "i",
        "}(X\u00ff\u00ff\u00ff\u00ff"
      })
  void refusesBrokenPickles(String pickle) throws IOException {
    // Given
    Path file = zip(pickle);

    // When, Then
    assertThatThrownBy(() -> WeightFile.read(file))
        .isInstanceOf(ModelInvalidException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void refusesADictionaryThatHoldsItself() throws IOException {
    // Given
    Path file = zip("}q\0(" + text("state_dict") + "h\0u.");

    // When, Then
    assertThatThrownBy(() -> WeightFile.read(file)).isInstanceOf(ModelInvalidException.class);
  }

  private static String tensor(String type, int offset, int stride) {
    return "ctorch._utils\n_rebuild_tensor_v2\n(("
        + text("storage")
        + "ctorch\n"
        + type
        + "\n"
        + text("0")
        + text("cpu")
        + "K\4tQK"
        + (char) offset
        + "(K\2K\2t(K\1"
        + integer(stride)
        + "t\u0089}tR";
  }

  private static String integer(int value) {
    byte[] bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    return "J" + new String(bytes, ISO_8859_1);
  }

  private static String text(String value) {
    return "X" + (char) value.length() + "\0\0\0" + value;
  }

  private Path zip(String pickle, float... storage) throws IOException {
    ByteBuffer values = ByteBuffer.allocate(4 * storage.length).order(ByteOrder.LITTLE_ENDIAN);
    values.asFloatBuffer().put(storage);
    Path file = Files.createTempFile(folder, "state", ".pth");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      stored(zip, "archive/data.pkl", ("\u0080\2" + pickle).getBytes(ISO_8859_1));
      stored(zip, "archive/data/0", values.array());
    }
    return file;
  }

  private static void stored(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
  }
}
