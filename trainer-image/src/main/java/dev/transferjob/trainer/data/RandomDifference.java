package dev.transferjob.trainer.data;

import java.util.SplittableRandom;

/**
 * The absolute difference between an image and a smooth field of random colours: dark parts take
 * its colours, bright parts their opposites, so that an image is inverted where the field is
 * bright. Shapes stay.
 */
final class RandomDifference {
  private static final int MIN_CELLS = 1;
  private static final int MAX_CELLS = 6;
  private static final int CHANNELS = 3;

  private final int cells;
  private final double[][][] corners;

  private RandomDifference(int cells, double[][][] corners) {
    this.cells = cells;
    this.corners = corners;
  }

  static Pixels apply(Pixels image, SplittableRandom random) {
    int cells = random.nextInt(MIN_CELLS, MAX_CELLS + 1);
    double[][][] corners = new double[cells + 1][cells + 1][CHANNELS];
    double spread = random.nextDouble();
    double[] centre = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
    for (double[][] row : corners) {
      for (double[] corner : row) {
        for (int channel = 0; channel < CHANNELS; channel++) {
          double shift = spread * (random.nextDouble() - 0.5);
          corner[channel] = Math.clamp(centre[channel] + shift, 0, 1);
        }
      }
    }
    return new RandomDifference(cells, corners).from(image);
  }

  private Pixels from(Pixels image) {
    byte[] out = new byte[image.rgb().length];
    int at = 0;
    for (int y = 0; y < image.height(); y++) {
      double row = (double) y * cells / image.height();
      for (int x = 0; x < image.width(); x++) {
        double column = (double) x * cells / image.width();
        for (int channel = 0; channel < CHANNELS; channel++) {
          int level = image.rgb()[at] & 0xFF;
          out[at++] = (byte) Math.abs(level - (int) Math.rint(255 * colour(row, column, channel)));
        }
      }
    }
    return new Pixels(image.width(), image.height(), out);
  }

  /** Between the four corners around a point. */
  private double colour(double row, double column, int channel) {
    int top = (int) row;
    int left = (int) column;
    double down = row - top;
    double right = column - left;
    double above =
        corners[top][left][channel] * (1 - right) + corners[top][left + 1][channel] * right;
    double below =
        corners[top + 1][left][channel] * (1 - right) + corners[top + 1][left + 1][channel] * right;
    return above * (1 - down) + below * down;
  }
}
