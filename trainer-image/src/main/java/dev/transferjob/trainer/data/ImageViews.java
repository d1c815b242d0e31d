package dev.transferjob.trainer.data;

import dev.transferjob.api.AugmentationType;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes the network's square input from a decoded image, as torchvision's transforms of the same
 * names do: evaluation resizes the shorter side and crops the centre; training applies the job's
 * augmentation.
 */
final class ImageViews {
  private static final double MIN_AREA = 0.08;
  private static final double MIN_RATIO = 3.0 / 4;
  private static final double MAX_RATIO = 4.0 / 3;
  private static final int ATTEMPTS = 10;
  private static final int PADDING = 4;

  private final int size;
  private final int resize;
  private final Resampler resampler;
  private final List<AugmentationType> augmentation;

  ImageViews(Preprocessing preprocessing, List<AugmentationType> augmentation) {
    this.size = preprocessing.size();
    this.resize = preprocessing.resize();
    this.resampler = new Resampler(preprocessing.interpolation());
    this.augmentation = List.copyOf(augmentation);
  }

  Pixels evaluation(Pixels image) {
    boolean isTall = image.width() <= image.height();
    int shorter = isTall ? image.width() : image.height();
    int longer = isTall ? image.height() : image.width();
    int scaled = (int) ((long) resize * longer / shorter);
    int width = isTall ? resize : scaled;
    int height = isTall ? scaled : resize;
    int left = (int) Math.rint((width - size) / 2.0);
    int top = (int) Math.rint((height - size) / 2.0);
    return resampler.resize(image, width, height, left, top, size, size);
  }

  Pixels training(Pixels image, SplittableRandom random) {
    boolean isCropped = augmentation.contains(AugmentationType.RandomResizedCrop);
    Pixels view = isCropped ? randomResizedCrop(image, random) : evaluation(image);
    for (AugmentationType type : augmentation) {
      view =
          switch (type) {
            case RandomResizedCrop -> view;
            case RandomCrop -> randomCrop(view, random);
            case HorizontalFlip -> random.nextBoolean() ? view.flipped() : view;
          };
    }
    return view;
  }

  private Pixels randomCrop(Pixels view, SplittableRandom random) {
    int left = random.nextInt(2 * PADDING + 1) - PADDING;
    int top = random.nextInt(2 * PADDING + 1) - PADDING;
    return view.window(left, top, size, size);
  }

  private Pixels randomResizedCrop(Pixels image, SplittableRandom random) {
    double area = (double) image.width() * image.height();
    for (int i = 0; i < ATTEMPTS; i++) {
      double target = area * random.nextDouble(MIN_AREA, 1.0);
      double ratio = Math.exp(random.nextDouble(Math.log(MIN_RATIO), Math.log(MAX_RATIO)));
      int width = (int) Math.rint(Math.sqrt(target * ratio));
      int height = (int) Math.rint(Math.sqrt(target / ratio));
      if (width > 0 && width <= image.width() && height > 0 && height <= image.height()) {
        int top = random.nextInt(image.height() - height + 1);
        int left = random.nextInt(image.width() - width + 1);
        return resampler.resize(image.window(left, top, width, height), size, size);
      }
    }
    return centred(image);
  }

  /** What the crop falls back to for very long images. */
  private Pixels centred(Pixels image) {
    double ratio = (double) image.width() / image.height();
    int width = image.width();
    int height = image.height();
    if (ratio < MIN_RATIO) {
      height = (int) Math.rint(width / MIN_RATIO);
    } else if (ratio > MAX_RATIO) {
      width = (int) Math.rint(height * MAX_RATIO);
    }
    int left = (image.width() - width) / 2;
    int top = (image.height() - height) / 2;
    return resampler.resize(image.window(left, top, width, height), size, size);
  }
}
