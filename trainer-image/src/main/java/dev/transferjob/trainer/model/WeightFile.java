package dev.transferjob.trainer.model;

import dev.transferjob.trainer.engine.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Weights as a file holds them.
 *
 * @param name for messages
 */
public record WeightFile(String name, Map<String, TensorData> tensors) {

  public WeightFile {
    tensors = Map.copyOf(tensors);
  }

  /**
   * Reads a safetensors file.
   *
   * @throws ModelInvalidException if it is missing, damaged or of another kind
   */
  public static WeightFile read(Path file) {
    try {
      return new WeightFile(file.toString(), Safetensors.read(file));
    } catch (NoSuchFileException e) {
      throw new ModelInvalidException(file + " does not exist. Check spec.model.weights.uri.", e);
    } catch (IOException e) {
      throw new ModelInvalidException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Whether the file is there. */
  public static boolean exists(Path file) {
    return Files.isRegularFile(file);
  }
}
