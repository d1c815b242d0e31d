package dev.transferjob.trainer.model;

import dev.transferjob.trainer.engine.TensorData;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.zip.ZipException;

/**
 * Weights as a file holds them: safetensors, or a PyTorch state dict in either of its two forms.
 * The prefix that data-parallel training puts before all names is taken off.
 *
 * @param name for messages
 */
public record WeightFile(String name, Map<String, TensorData> tensors) {
  private static final String PARALLEL = "module.";
  private static final int PICKLE = 0x80;

  public WeightFile {
    tensors = withoutParallelPrefix(tensors);
  }

  /**
   * Reads a file. The form is recognised by its first bytes.
   *
   * @throws ModelInvalidException if it is damaged, of another kind, or holds more than tensors
   */
  static WeightFile read(Path file) {
    return new WeightFile(file.toString(), tensorsOf(file));
  }

  /** The same with all names as they are. */
  static Map<String, TensorData> tensorsOf(Path file) {
    try {
      return tensors(file);
    } catch (EOFException e) {
      throw new ModelInvalidException(file + " is cut off. Copy it again.", e);
    } catch (ZipException e) {
      throw new ModelInvalidException(
          file + " is a damaged zip (" + e.getMessage() + "). Copy it again.", e);
    } catch (IllegalArgumentException e) {
      throw new ModelInvalidException(file + " " + e.getMessage() + ".", e);
    } catch (IOException e) {
      throw new ModelInvalidException("cannot read " + file + ": " + e + ". Check the claim.", e);
    }
  }

  /** Whether any tensor's name starts so. */
  boolean has(String prefix) {
    return tensors.keySet().stream().anyMatch(name -> name.startsWith(prefix));
  }

  /** Whether a tensor of this name says nothing about the network: BatchNorm's step counters. */
  static boolean ignored(String name) {
    return name.endsWith("num_batches_tracked");
  }

  private static Map<String, TensorData> tensors(Path file) throws IOException {
    byte[] start = new byte[9];
    try (InputStream in = Files.newInputStream(file)) {
      in.readNBytes(start, 0, start.length);
    }
    // A safetensors file starts with a number, which may look like either of the other two.
    boolean json = start[8] == '{';
    if (!json && start[0] == 'P' && start[1] == 'K') {
      return StateDict.readZip(file);
    }
    if (!json && (start[0] & 0xFF) == PICKLE) {
      return StateDict.readStream(file);
    }
    return Safetensors.read(file);
  }

  private static Map<String, TensorData> withoutParallelPrefix(Map<String, TensorData> tensors) {
    boolean parallel = tensors.keySet().stream().allMatch(name -> name.startsWith(PARALLEL));
    if (!parallel) {
      return Map.copyOf(tensors);
    }
    Map<String, TensorData> renamed = new HashMap<>();
    for (Entry<String, TensorData> entry : tensors.entrySet()) {
      renamed.put(entry.getKey().substring(PARALLEL.length()), entry.getValue());
    }
    return Map.copyOf(renamed);
  }
}
