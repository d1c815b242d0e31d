package dev.transferjob.trainer.engine;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/** Fills a new tensor; the same generator state gives the same values on every machine. */
@FunctionalInterface
public interface Initializer {
  Initializer ZEROS = (shape, random) -> constant(shape, 0);
  Initializer ONES = (shape, random) -> constant(shape, 1);

  /** Normal with variance 2 / fan-out (He et al. 2015), as torchvision fills convolutions. */
  static Initializer kaimingFanOut(long groups) {
    return (shape, random) -> {
      long fanOut = shape.get(0) / groups * shape.get(2) * shape.get(3);
      double deviation = Math.sqrt(2.0 / (double) fanOut);
      return fill(shape, () -> deviation * random.nextGaussian());
    };
  }

  /** Normal with this deviation. */
  static Initializer normal(double deviation) {
    return (shape, random) -> fill(shape, () -> deviation * random.nextGaussian());
  }

  /** Uniform within ±1/√fan-in, as PyTorch fills linear layers. */
  static Initializer uniformFanIn(long fanIn) {
    double bound = 1 / Math.sqrt((double) fanIn);
    return (shape, random) -> fill(shape, () -> bound * (2 * random.nextDouble() - 1));
  }

  float[] values(Shape shape, RandomGenerator random);

  private static float[] constant(Shape shape, float value) {
    float[] values = new float[Math.toIntExact(shape.size())];
    Arrays.fill(values, value);
    return values;
  }

  private static float[] fill(Shape shape, DoubleSupplier next) {
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) next.getAsDouble();
    }
    return values;
  }
}
