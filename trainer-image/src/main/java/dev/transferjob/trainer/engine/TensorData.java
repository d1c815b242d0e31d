package dev.transferjob.trainer.engine;

import ai.djl.ndarray.types.Shape;

/** A float32 tensor in Java memory, row-major. The array is shared, not copied. */
public final class TensorData {
  private final Shape shape;
  private final float[] values;

  public TensorData(Shape shape, float[] values) {
    if (shape.size() != values.length) {
      throw new IllegalArgumentException(shape + " does not hold " + values.length + " values");
    }
    this.shape = shape;
    this.values = values;
  }

  public Shape shape() {
    return shape;
  }

  /** Row-major values. */
  public float[] values() {
    return values;
  }
}
