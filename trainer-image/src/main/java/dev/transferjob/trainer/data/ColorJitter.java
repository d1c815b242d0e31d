package dev.transferjob.trainer.data;

import dev.transferjob.api.Augmentation;
import dev.transferjob.trainer.random.Shuffle;
import java.util.SplittableRandom;

/**
 * Changes brightness, contrast, saturation and hue by random factors in a random order, as
 * torchvision's transform of this name.
 *
 * @param brightness factors lie within 1 plus or minus this; so for contrast and saturation
 * @param hue at most half of the circle, either way
 */
record ColorJitter(double brightness, double contrast, double saturation, double hue) {
  private static final int CHANGES = 4;

  static ColorJitter of(Augmentation spec) {
    return new ColorJitter(
        Double.parseDouble(spec.brightness()),
        Double.parseDouble(spec.contrast()),
        Double.parseDouble(spec.saturation()),
        Double.parseDouble(spec.hue()));
  }

  Pixels apply(Pixels image, SplittableRandom random) {
    Pixels changed = image;
    for (int change : Shuffle.permutation(CHANGES, random)) {
      changed =
          switch (change) {
            case 0 -> Colors.brightness(changed, factor(brightness, random));
            case 1 -> Colors.contrast(changed, factor(contrast, random));
            case 2 -> Colors.saturation(changed, factor(saturation, random));
            default -> Colors.hue(changed, hue * (2 * random.nextDouble() - 1));
          };
    }
    return changed;
  }

  private static float factor(double range, SplittableRandom random) {
    double low = Math.max(0, 1 - range);
    return (float) (low + (1 + range - low) * random.nextDouble());
  }
}
