package dev.transferjob.trainer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.Supplier;

/** A float32 tensor in Java memory, row-major. The array is shared, not copied. */
public final class TensorData {
  private final Shape shape;
  private final Supplier<float[]> values;

  public TensorData(Shape shape, float[] values) {
    this(shape, () -> values);
    if (shape.size() != values.length) {
      throw new IllegalArgumentException(shape + " does not hold " + values.length + " values");
    }
  }

  private TensorData(Shape shape, Supplier<float[]> values) {
    this.shape = shape;
    this.values = values;
  }

  /**
   * Values that lie elsewhere, such as in a file.
   *
   * @param values reads them, as many as the shape says; called each time they are asked for
   */
  public static TensorData from(Shape shape, Supplier<float[]> values) {
    return new TensorData(shape, values);
  }

  /** A tensor's values as they are now. */
  public static TensorData copyOf(NDArray tensor) {
    return new TensorData(tensor.getShape(), read(tensor));
  }

  /**
   * A tensor's values as they are whenever they are asked for: a large network can be written with
   * one tensor at a time in Java's memory.
   */
  public static TensorData live(NDArray tensor) {
    return new TensorData(tensor.getShape(), () -> read(tensor));
  }

  /**
   * DJL leaves the row-major copy of a tensor in another memory order to the tensor's manager,
   * where it would stay as long as the network.
   */
  private static float[] read(NDArray tensor) {
    try (NDManager scope = tensor.getManager().newSubManager()) {
      tensor.tempAttach(scope);
      return tensor.toFloatArray();
    }
  }

  public Shape shape() {
    return shape;
  }

  /** How many values there are. */
  public int size() {
    return Math.toIntExact(shape.size());
  }

  /** Row-major values; of a live tensor or a file a new array each time. */
  public float[] values() {
    return values.get();
  }
}
