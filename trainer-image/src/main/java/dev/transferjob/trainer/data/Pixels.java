package dev.transferjob.trainer.data;

import java.util.Arrays;

/**
 * An image of 8-bit RGB, interleaved.
 *
 * @param rgb {@code height * width * 3} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compares its content
record Pixels(int width, int height, byte[] rgb) {

  /** Mirrored left to right. */
  Pixels flipped() {
    byte[] out = new byte[rgb.length];
    for (int y = 0; y < height; y++) {
      int row = y * width * 3;
      for (int x = 0; x < width; x++) {
        System.arraycopy(rgb, row + x * 3, out, row + (width - 1 - x) * 3, 3);
      }
    }
    return new Pixels(width, height, out);
  }

  /** A window of this image; what lies outside is black. */
  Pixels window(int left, int top, int windowWidth, int windowHeight) {
    byte[] out = new byte[windowWidth * windowHeight * 3];
    int from = Math.max(left, 0);
    int to = Math.min(left + windowWidth, width);
    for (int y = Math.max(top, 0); y < Math.min(top + windowHeight, height) && from < to; y++) {
      System.arraycopy(
          rgb,
          (y * width + from) * 3,
          out,
          ((y - top) * windowWidth + from - left) * 3,
          (to - from) * 3);
    }
    return new Pixels(windowWidth, windowHeight, out);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pixels that
        && width == that.width
        && height == that.height
        && Arrays.equals(rgb, that.rgb);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rgb);
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
