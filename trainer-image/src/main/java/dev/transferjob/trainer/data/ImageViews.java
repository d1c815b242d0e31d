package dev.transferjob.trainer.data;

import dev.transferjob.api.Augmentation;
import dev.transferjob.api.AugmentationType;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Makes the network's square input from a decoded image, as torchvision's transforms of the same
 * names do: evaluation resizes the shorter side and crops the centre; training applies the job's
 * augmentation.
 */
final class ImageViews {
  private final int size;
  private final int resize;
  private final Resampler resampler;
  private final List<Augmentation> augmentation;

  /**
   * An input before it is normalised.
   *
   * @param erased what becomes the mean colour
   */
  record View(Pixels pixels, Optional<RandomPart.Rectangle> erased) {}

  ImageViews(Preprocessing preprocessing, List<Augmentation> augmentation) {
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

  View training(Pixels image, SplittableRandom random) {
    Pixels view =
        augmentation.stream()
            .filter(step -> step.type() == AugmentationType.RandomResizedCrop)
            .findFirst()
            .map(step -> resizedCrop(image, RandomPart.of(step), random))
            .orElseGet(() -> evaluation(image));
    Optional<RandomPart.Rectangle> erased = Optional.empty();
    for (Augmentation step : augmentation) {
      switch (step.type()) {
        case RandomResizedCrop -> {}
        case RandomCrop -> view = randomCrop(view, step.padding(), random);
        case HorizontalFlip -> view = happens(step, random) ? view.flipped() : view;
        case ColorJitter -> view = ColorJitter.of(step).apply(view, random);
        case RandomDifference ->
            view = happens(step, random) ? RandomDifference.apply(view, random) : view;
        case RandomErasing -> erased = happens(step, random) ? erased(step, random) : erased;
      }
    }
    return new View(view, erased);
  }

  private static boolean happens(Augmentation step, SplittableRandom random) {
    return random.nextDouble() < Double.parseDouble(step.probability());
  }

  private Pixels randomCrop(Pixels view, int padding, SplittableRandom random) {
    int left = random.nextInt(2 * padding + 1) - padding;
    int top = random.nextInt(2 * padding + 1) - padding;
    return view.window(left, top, size, size);
  }

  private Pixels resizedCrop(Pixels image, RandomPart part, SplittableRandom random) {
    int width = image.width();
    int height = image.height();
    RandomPart.Rectangle crop =
        part.draw(width, height, width, height, random)
            .orElseGet(() -> part.centred(width, height));
    Pixels window = image.window(crop.left(), crop.top(), crop.width(), crop.height());
    return resampler.resize(window, size, size);
  }

  private Optional<RandomPart.Rectangle> erased(Augmentation step, SplittableRandom random) {
    return RandomPart.of(step).draw(size, size, size - 1, size - 1, random);
  }
}
