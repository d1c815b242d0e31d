package dev.transferjob.trainer.model;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.transferjob.trainer.engine.TensorData;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The safetensors format: eight bytes with the length of a JSON header, the header with type, shape
 * and position of each tensor, then the values, little-endian. See
 * https://github.com/huggingface/safetensors.
 */
public final class Safetensors {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final int LENGTH = 8;
  private static final int CHUNK = 1 << 16;
  private static final int LARGEST_HEADER = 100_000_000;
  private static final int ALIGNMENT = 8;

  private Safetensors() {}

  /**
   * Checks a file and gives all its floating-point tensors, each read when its values are asked
   * for; F16, BF16 and F64 become float32. BatchNorm's step counters are left out.
   *
   * @throws ModelInvalidException if the file is not a whole safetensors file
   */
  public static Map<String, TensorData> read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      long headerLength = size < LENGTH ? -1 : bytes(channel, 0, LENGTH).getLong();
      if (headerLength < 2 || headerLength > Math.min(size - LENGTH, LARGEST_HEADER)) {
        throw new ModelInvalidException(
            file + " is not a safetensors file, or is cut off in its header. Copy it again.");
      }
      JsonNode header = header(file, bytes(channel, LENGTH, (int) headerLength));
      return new Reader(file, LENGTH + headerLength, size).read(header);
    }
  }

  /** Writes the tensors in the map's order as F32. The stream stays open. */
  public static void write(
      Map<String, TensorData> tensors, Map<String, String> metadata, OutputStream out)
      throws IOException {
    ObjectNode header = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      header.set("__metadata__", JSON.valueToTree(metadata));
    }
    long position = 0;
    for (Entry<String, TensorData> entry : tensors.entrySet()) {
      TensorData tensor = entry.getValue();
      ObjectNode item = header.putObject(entry.getKey()).put("dtype", "F32");
      item.set("shape", JSON.valueToTree(tensor.shape().getShape()));
      item.putArray("data_offsets").add(position).add(position + 4L * tensor.size());
      position += 4L * tensor.size();
    }
    String text = header.toString();
    int padding = -text.getBytes(StandardCharsets.UTF_8).length & (ALIGNMENT - 1);
    byte[] json = (text + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
    out.write(ByteBuffer.allocate(LENGTH).order(LITTLE_ENDIAN).putLong(json.length).array());
    out.write(json);
    for (TensorData tensor : tensors.values()) {
      write(tensor.values(), out);
    }
  }

  private static void write(float[] values, OutputStream out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * CHUNK).order(LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      bytes.clear().asFloatBuffer().put(values, from, count);
      out.write(bytes.array(), 0, 4 * count);
    }
  }

  private static JsonNode header(Path file, ByteBuffer json) {
    try {
      return JSON.readTree(StandardCharsets.UTF_8.decode(json).toString());
    } catch (IOException e) {
      throw new ModelInvalidException(
          file + " is not a safetensors file: its header is not JSON, or names a tensor twice.", e);
    }
  }

  /** Mapped, so that a large tensor does not lie in the heap twice. */
  private static float[] values(Path file, long position, long length, ElementType type) {
    try (FileChannel channel = FileChannel.open(file);
        Arena arena = Arena.ofConfined()) {
      if (channel.size() < position + length) {
        throw new ModelInvalidException(file + " became shorter while it was read.");
      }
      MemorySegment mapped = channel.map(MapMode.READ_ONLY, position, length, arena);
      return type.floats(mapped.asByteBuffer().order(LITTLE_ENDIAN));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read any more", e);
    }
  }

  private static ByteBuffer bytes(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    return buffer.flip().order(LITTLE_ENDIAN);
  }

  /** Where a tensor ends. */
  private record Place(long to, String name) {}

  /** One file that is read. */
  private record Reader(Path file, long start, long end) {

    Map<String, TensorData> read(JsonNode header) {
      Map<String, TensorData> tensors = new LinkedHashMap<>();
      NavigableMap<Long, Place> places = new TreeMap<>();
      for (Entry<String, JsonNode> entry : header.properties()) {
        String name = entry.getKey();
        if (!name.equals("__metadata__") && !WeightFile.ignored(name)) {
          requireOwnBytes(name, entry.getValue().path("data_offsets"), places);
          tensors.put(name, tensor(name, entry.getValue()));
        }
      }
      return tensors;
    }

    /** The format has no shared bytes; a small file of them could fill any memory. */
    private void requireOwnBytes(String name, JsonNode offsets, NavigableMap<Long, Place> places) {
      long from = offsets.path(0).asLong();
      long to = offsets.path(1).asLong();
      if (from < to) {
        Entry<Long, Place> before = places.lowerEntry(to);
        if (before != null && before.getValue().to() > from) {
          throw invalid(name, "shares bytes with " + before.getValue().name());
        }
        places.put(from, new Place(to, name));
      }
    }

    private TensorData tensor(String name, JsonNode item) {
      ElementType type =
          ElementType.ofSafetensors(item.path("dtype").asText())
              .orElseThrow(
                  () ->
                      invalid(
                          name,
                          "has type "
                              + item.path("dtype")
                              + ", which is not one of "
                              + "F64, F32, F16 and BF16; convert it"));
      Shape shape = shape(name, item.path("shape"));
      long from = item.path("data_offsets").path(0).asLong(-1);
      long to = item.path("data_offsets").path(1).asLong(-1);
      if (from < 0 || to - from != shape.size() * type.bytes()) {
        throw invalid(name, "does not have as many bytes as its shape " + shape + " needs");
      }
      if (start + to > end) {
        throw invalid(name, "lies beyond the end of the file, which is cut off; copy it again");
      }
      Path of = file;
      long first = start + from;
      return TensorData.from(shape, () -> values(of, first, to - from, type));
    }

    private Shape shape(String name, JsonNode dimensions) {
      long[] shape = new long[dimensions.size()];
      long size = 1;
      for (int i = 0; i < shape.length; i++) {
        shape[i] = dimensions.get(i).asLong(-1);
        if (shape[i] < 0 || (size *= Math.max(shape[i], 1)) > Integer.MAX_VALUE / 8) {
          throw invalid(name, "has the impossible shape " + dimensions);
        }
      }
      return new Shape(shape);
    }

    private ModelInvalidException invalid(String name, String fault) {
      return new ModelInvalidException(file + ": tensor " + name + " " + fault + ".");
    }
  }
}
