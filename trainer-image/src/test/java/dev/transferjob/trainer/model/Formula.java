package dev.transferjob.trainer.model;

import ai.djl.ndarray.types.Shape;
import dev.transferjob.trainer.engine.TensorData;
import java.nio.charset.StandardCharsets;
import java.util.function.DoubleUnaryOperator;

/** The values of the reference data: a hash of a tensor's name and an element's index. */
public final class Formula {
  private Formula() {}

  /** What the reference gives a parameter or buffer. */
  static TensorData weight(String name, Shape shape, double gain) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    if (last.equals("running_mean") || last.endsWith("bias")) {
      return tensor(name, shape, u -> 0.05 * u);
    }
    if (last.equals("running_var")) {
      return tensor(name, shape, u -> 1 + 0.2 * Math.abs(u));
    }
    if (shape.dimension() == 1) {
      return tensor(name, shape, u -> 1 + 0.1 * u);
    }
    double scale = gain * Math.sqrt(3.0 * (double) shape.get(0) / (double) shape.size());
    return tensor(name, shape, u -> scale * u);
  }

  /** A function of the hash of a name and each element's index. */
  public static TensorData tensor(String name, Shape shape, DoubleUnaryOperator value) {
    long hash = 0xCBF29CE484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
    }
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value.applyAsDouble(uniform(hash, i));
    }
    return new TensorData(shape, values);
  }

  /** In [-1, 1). */
  private static double uniform(long hash, long index) {
    long z = hash + index * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (z >>> 40) * 0x1p-23 - 1;
  }
}
