package dev.transferjob.trainer.graph;

import dev.transferjob.trainer.engine.Initializer;

/**
 * A convolution: (N, in, H, W) to (N, out, H', W').
 *
 * @param height of the kernel
 * @param width of the kernel
 * @param groups into which the channels are parted; {@code in} for a depthwise convolution
 */
public record Conv2d(
    int in,
    int out,
    int height,
    int width,
    int stride,
    Padding padding,
    int groups,
    boolean bias,
    Initializer initializer)
    implements Layer {

  /** What is added around the image. */
  public enum Padding {
    NONE,
    /** Half the kernel on every side. */
    HALF,
    /** TensorFlow's SAME: an odd pixel goes right and below. */
    SAME
  }

  /** A square convolution without bias, padded by half its kernel. */
  public static Conv2d conv(int in, int out, int kernel, int stride) {
    return new Conv2d(
        in, out, kernel, kernel, stride, Padding.HALF, 1, false, Initializer.kaimingFanOut(1));
  }

  /** The same with a kernel that is not square. */
  public Conv2d kernel(int newHeight, int newWidth) {
    return new Conv2d(in, out, newHeight, newWidth, stride, padding, groups, bias, initializer);
  }

  public Conv2d padded(Padding newPadding) {
    return new Conv2d(in, out, height, width, stride, newPadding, groups, bias, initializer);
  }

  public Conv2d withBias() {
    return new Conv2d(in, out, height, width, stride, padding, groups, true, initializer);
  }

  /** Each channel for itself; needs as many output channels as input channels. */
  public Conv2d depthwise() {
    Initializer each = Initializer.kaimingFanOut(in);
    return new Conv2d(in, out, height, width, stride, padding, in, bias, each);
  }

  public Conv2d initialized(Initializer newInitializer) {
    return new Conv2d(in, out, height, width, stride, padding, groups, bias, newInitializer);
  }

  /** Rows added above and below each, and columns left and right; not for SAME. */
  int[] pads() {
    return padding == Padding.HALF ? new int[] {height / 2, width / 2} : new int[2];
  }
}
