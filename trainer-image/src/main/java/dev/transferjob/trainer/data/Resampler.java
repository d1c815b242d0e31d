package dev.transferjob.trainer.data;

import dev.transferjob.api.Interpolation;
import java.util.Arrays;

/**
 * Resizes as Pillow does, to the bit: the filter widens with the reduction (antialiasing), runs
 * across first and then down, in fixed point, and rounds to 8 bits after each pass. Only the wanted
 * window of the result is computed.
 */
final class Resampler {
  private static final int PRECISION_BITS = 22;

  private final Interpolation interpolation;

  Resampler(Interpolation interpolation) {
    this.interpolation = interpolation;
  }

  /** All of {@code image} at the given size. */
  Pixels resize(Pixels image, int width, int height) {
    return resize(image, width, height, 0, 0, width, height);
  }

  /** A window, which must lie inside, of {@code image} at the given size. */
  Pixels resize(Pixels image, int width, int height, int left, int top, int across, int down) {
    Taps columns = taps(image.width(), width, left, across);
    Taps rows = taps(image.height(), height, top, down);
    int firstRow = rows.start[0];
    int lastRow = rows.start[down - 1] + rows.length[down - 1];
    byte[] narrow = new byte[(lastRow - firstRow) * across * 3];
    for (int y = firstRow; y < lastRow; y++) {
      int from = y * image.width() * 3;
      int to = (y - firstRow) * across * 3;
      for (int x = 0; x < across; x++) {
        columns.apply(x, image.rgb(), from, 3, narrow, to + x * 3);
      }
    }
    byte[] out = new byte[down * across * 3];
    int[] sums = new int[across * 3];
    for (int y = 0; y < down; y++) {
      rows.sumRows(y, narrow, firstRow, sums);
      for (int i = 0; i < sums.length; i++) {
        out[y * sums.length + i] = Taps.clipped(sums[i]);
      }
    }
    return new Pixels(across, down, out);
  }

  private Taps taps(int from, int to, int first, int count) {
    double scale = (double) from / to;
    double spread = Math.max(scale, 1.0);
    double support = radius() * spread;
    var taps = new Taps(new int[count], new int[count], new int[count][]);
    for (int i = 0; i < count; i++) {
      double centre = (first + i + 0.5) * scale;
      int start = Math.max((int) (centre - support + 0.5), 0);
      int end = Math.min((int) (centre + support + 0.5), from);
      taps.start[i] = start;
      taps.length[i] = end - start;
      taps.weights[i] = weights(start, end, centre, spread);
    }
    return taps;
  }

  private int[] weights(int start, int end, double centre, double spread) {
    double[] exact = new double[end - start];
    double sum = 0;
    for (int i = 0; i < exact.length; i++) {
      exact[i] = filter((start + i - centre + 0.5) / spread);
      sum += exact[i];
    }
    int[] weights = new int[exact.length];
    for (int i = 0; i < exact.length; i++) {
      double scaled = exact[i] / sum * (1 << PRECISION_BITS);
      weights[i] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    }
    return weights;
  }

  private double radius() {
    return switch (interpolation) {
      case Bilinear -> 1.0;
      case Bicubic -> 2.0;
    };
  }

  private double filter(double position) {
    double x = Math.abs(position);
    return switch (interpolation) {
      case Bilinear -> Math.max(1.0 - x, 0.0);
      case Bicubic -> cubic(x);
    };
  }

  /** Keys' cubic with a = -0.5, as Pillow has it. */
  private static double cubic(double x) {
    if (x < 1.0) {
      return (1.5 * x - 2.5) * x * x + 1.0;
    }
    return x < 2.0 ? ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0 : 0.0;
  }

  /** For each place of the result: which source places count, and how much. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Taps(int[] start, int[] length, int[][] weights) {

    /** One pixel of three channels; source places lie {@code stride} bytes apart. */
    void apply(int place, byte[] from, int offset, int stride, byte[] to, int at) {
      int red = 1 << (PRECISION_BITS - 1);
      int green = red;
      int blue = red;
      int source = offset + start[place] * stride;
      for (int weight : weights[place]) {
        red += (from[source] & 0xFF) * weight;
        green += (from[source + 1] & 0xFF) * weight;
        blue += (from[source + 2] & 0xFF) * weight;
        source += stride;
      }
      to[at] = clipped(red);
      to[at + 1] = clipped(green);
      to[at + 2] = clipped(blue);
    }

    /** One row of the result before it is cut to bytes; whole rows are what a CPU adds fast. */
    void sumRows(int place, byte[] from, int firstRow, int[] sums) {
      Arrays.fill(sums, 1 << (PRECISION_BITS - 1));
      int row = (start[place] - firstRow) * sums.length;
      for (int weight : weights[place]) {
        for (int i = 0; i < sums.length; i++) {
          sums[i] += (from[row + i] & 0xFF) * weight;
        }
        row += sums.length;
      }
    }

    private static byte clipped(int value) {
      return (byte) Math.clamp(value >> PRECISION_BITS, 0, 255);
    }
  }
}
