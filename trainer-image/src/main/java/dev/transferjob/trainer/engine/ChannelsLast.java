package dev.transferjob.trainer.engine;

import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The memory order of four-dimensional tensors: N, H, W, C. Others stay row-major. */
final class ChannelsLast {
  private ChannelsLast() {}

  static long[] strides(Shape shape) {
    long[] s = shape.getShape();
    if (s.length == 4) {
      return new long[] {s[1] * s[2] * s[3], 1, s[3] * s[1], s[1]};
    }
    long[] strides = new long[s.length];
    long step = 1;
    for (int i = s.length - 1; i >= 0; i--) {
      strides[i] = step;
      step *= s[i];
    }
    return strides;
  }

  /** The tensor's values in that order, little-endian. */
  static byte[] bytes(TensorData tensor) {
    float[] values = tensor.values();
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    long[] s = tensor.shape().getShape();
    if (s.length != 4) {
      bytes.asFloatBuffer().put(values);
      return bytes.array();
    }
    int channels = (int) s[1];
    int pixels = (int) (s[2] * s[3]);
    for (int n = 0; n < s[0]; n++) {
      for (int p = 0; p < pixels; p++) {
        for (int c = 0; c < channels; c++) {
          bytes.putFloat(values[(n * channels + c) * pixels + p]);
        }
      }
    }
    return bytes.array();
  }
}
