package dev.transferjob.trainer.model;

import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.model.Pickled.Storage;
import dev.transferjob.trainer.model.Pickled.Tensor;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads what {@code torch.save(model.state_dict(), file)} writes: a zip since PyTorch 1.6, a stream
 * of pickles and storages before. A dictionary inside a checkpoint ({@code state_dict}, {@code
 * model_state_dict}, {@code model}) is found too.
 */
final class StateDict {
  private static final BigInteger STREAM_MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final List<String> WRAPPERS = List.of("state_dict", "model_state_dict", "model");

  private static final int MOST_SHARING = 4;

  /** Gives a storage's values. */
  private interface Storages {
    float[] values(Storage storage) throws IOException;
  }

  private StateDict() {}

  static Map<String, TensorData> readZip(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      String pickle =
          zip.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.endsWith("/data.pkl"))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("is a zip without a state dict"));
      String folder = pickle.substring(0, pickle.length() - "data.pkl".length());
      Object root = PickleReader.read(new BufferedInputStream(stream(zip, pickle)));
      Map<String, float[]> read = new HashMap<>();
      return tensors(
          root,
          storage -> {
            float[] values = read.get(storage.key());
            if (values == null) {
              byte[] bytes = stream(zip, folder + "data/" + storage.key()).readAllBytes();
              values = floats(storage.type(), bytes);
              read.put(storage.key(), values);
            }
            return values;
          });
    }
  }

  private static InputStream stream(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IllegalArgumentException("has no entry " + name);
    }
    // PyTorch never compresses; what does could expand without end.
    if (entry.getMethod() != ZipEntry.STORED) {
      throw new IllegalArgumentException("has the compressed entry " + name);
    }
    return zip.getInputStream(entry);
  }

  static Map<String, TensorData> readStream(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      if (!STREAM_MAGIC.equals(PickleReader.read(in))) {
        throw new IllegalArgumentException("is a pickle but not a state dict");
      }
      PickleReader.read(in); // the format's version
      PickleReader.read(in); // sizes of C types
      PickleReader content = new PickleReader(in);
      Object root = content.read();
      Map<String, float[]> values = new HashMap<>();
      if (PickleReader.read(in) instanceof List<?> keys) {
        DataInputStream data = new DataInputStream(in);
        for (Object key : keys) {
          String type = content.storageTypes().get(String.valueOf(key));
          if (type == null) {
            throw new IllegalArgumentException("has the storage " + key + " of no tensor");
          }
          values.put(String.valueOf(key), floats(type, storage(data, type)));
        }
      }
      return tensors(root, storage -> values.get(storage.key()));
    } catch (EOFException e) {
      throw new IllegalArgumentException("is cut off; copy it again", e);
    }
  }

  private static byte[] storage(DataInputStream in, String type) throws IOException {
    long bytes = Math.multiplyExact(Long.reverseBytes(in.readLong()), TorchStorages.bytes(type));
    byte[] content = bytes < 0 || bytes > Integer.MAX_VALUE - 8 ? null : in.readNBytes((int) bytes);
    if (content == null || content.length < bytes) {
      throw new EOFException();
    }
    return content;
  }

  private static float[] floats(String type, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return TorchStorages.floating(type).map(t -> t.floats(buffer)).orElseGet(() -> new float[0]);
  }

  /**
   * The state dict of whatever was saved: the dictionary itself, or the one inside a checkpoint.
   */
  private static Map<?, ?> unwrap(Object root) {
    if (!(root instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("does not hold a dictionary of tensors");
    }
    for (String wrapper : WRAPPERS) {
      if (map.get(wrapper) instanceof Map<?, ?> inner) {
        return inner;
      }
    }
    return map;
  }

  private static Map<String, TensorData> tensors(Object root, Storages storages)
      throws IOException {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    Map<Storage, Integer> sizes = new HashMap<>();
    long picked = 0;
    for (Map.Entry<?, ?> entry : unwrap(root).entrySet()) {
      String name = String.valueOf(entry.getKey());
      if (!WeightFile.ignored(name)) {
        Tensor tensor = weights(name, entry.getValue());
        float[] values = storages.values(tensor.storage());
        sizes.put(tensor.storage(), values.length);
        TensorData data = tensor(name, tensor, values);
        tensors.put(name, data);
        picked += data.values().length;
        requireNoFlood(picked, sizes);
      }
    }
    return tensors;
  }

  /** Tied tensors share a storage; very many that do would fill any memory from a small file. */
  private static void requireNoFlood(long picked, Map<Storage, Integer> sizes) {
    long stored = sizes.values().stream().mapToLong(Integer::longValue).sum();
    if (picked > MOST_SHARING * stored) {
      throw new IllegalArgumentException(
          "has tensors that share their values more than %d times".formatted(MOST_SHARING));
    }
  }

  private static Tensor weights(String name, Object value) {
    if (value instanceof Tensor tensor
        && TorchStorages.floating(tensor.storage().type()).isPresent()) {
      return tensor;
    }
    throw new IllegalArgumentException("has " + name + ", which is not a tensor of weights");
  }

  private static TensorData tensor(String name, Tensor tensor, float[] values) {
    try {
      return tensor.of(values);
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw new IllegalArgumentException("has the tensor " + name + ", which " + e.getMessage(), e);
    }
  }
}
