package dev.transferjob.trainer.engine;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The memory order of four-dimensional tensors: N, H, W, C. Others stay row-major. */
final class ChannelsLast {
  private static final int CHUNK = 1 << 16;

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

  /** Writes the tensor's values in that order, little-endian. */
  static void write(TensorData tensor, OutputStream out) throws IOException {
    long[] s = tensor.shape().getShape();
    int channels = s.length == 4 ? (int) s[1] : 1;
    int pixels = s.length == 4 ? (int) (s[2] * s[3]) : 1;
    float[] values = tensor.values();
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    int image = channels * pixels;
    for (int n = 0; n < values.length; n += image) {
      for (int p = 0; p < pixels; p++) {
        for (int c = 0; c < channels; c++) {
          if (!bytes.hasRemaining()) {
            out.write(bytes.array());
            bytes.clear();
          }
          bytes.putFloat(values[n + c * pixels + p]);
        }
      }
    }
    out.write(bytes.array(), 0, bytes.position());
  }
}
