package dev.transferjob.trainer.data;

import dev.transferjob.api.Augmentation;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Draws a rectangle of a random area and a random ratio of its sides inside an image, as
 * torchvision's RandomResizedCrop and RandomErasing do: area uniform, ratio log-uniform, ten tries.
 *
 * @param minArea part of the image's area
 */
record RandomPart(double minArea, double maxArea, double minRatio, double maxRatio) {
  private static final int TRIES = 10;

  /** A rectangle in pixels. */
  record Rectangle(int left, int top, int width, int height) {}

  static RandomPart of(Augmentation spec) {
    return new RandomPart(
        Double.parseDouble(spec.minArea()),
        Double.parseDouble(spec.maxArea()),
        Double.parseDouble(spec.minRatio()),
        Double.parseDouble(spec.maxRatio()));
  }

  /**
   * Empty if ten rectangles did not fit.
   *
   * @param largestWidth and {@code largestHeight} of the rectangle
   */
  Optional<Rectangle> draw(
      int imageWidth,
      int imageHeight,
      int largestWidth,
      int largestHeight,
      SplittableRandom random) {
    double area = (double) imageWidth * imageHeight;
    for (int i = 0; i < TRIES; i++) {
      double target = area * between(minArea, maxArea, random);
      double ratio = Math.exp(between(Math.log(minRatio), Math.log(maxRatio), random));
      int width = (int) Math.rint(Math.sqrt(target * ratio));
      int height = (int) Math.rint(Math.sqrt(target / ratio));
      if (width > 0 && width <= largestWidth && height > 0 && height <= largestHeight) {
        int top = random.nextInt(imageHeight - height + 1);
        int left = random.nextInt(imageWidth - width + 1);
        return Optional.of(new Rectangle(left, top, width, height));
      }
    }
    return Optional.empty();
  }

  private static double between(double low, double high, SplittableRandom random) {
    return low + (high - low) * random.nextDouble();
  }

  /** The largest part in the middle of an image whose ratio is within the bounds. */
  Rectangle centred(int imageWidth, int imageHeight) {
    double ratio = (double) imageWidth / imageHeight;
    int width = imageWidth;
    int height = imageHeight;
    if (ratio < minRatio) {
      height = (int) Math.rint(width / minRatio);
    } else if (ratio > maxRatio) {
      width = (int) Math.rint(height * maxRatio);
    }
    return new Rectangle((imageWidth - width) / 2, (imageHeight - height) / 2, width, height);
  }
}
