package dev.transferjob.trainer.data;

import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.TrainerException;
import dev.transferjob.trainer.random.Randomness;
import dev.transferjob.trainer.random.Shuffle;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Takes the same share of every class out of the training data to validate on. Depends only on the
 * samples, the fraction and the seed.
 */
public record StratifiedSplit(Dataset train, Dataset validation) {
  private static final long PURPOSE = 0x5711;

  public static StratifiedSplit of(Dataset all, double fraction, long seed) {
    var train = new ArrayList<Sample>();
    var validation = new ArrayList<Sample>();
    for (int label = 0; label < all.classes().size(); label++) {
      List<Sample> samples = ofClass(all, label);
      if (samples.size() < 2) {
        throw new TrainerException(
            ExitCode.DATA_INVALID,
            "data.train: class %s has a single image, so none can be taken for validationFraction;"
                    .formatted(all.classes().get(label))
                + " add images or name a data.validation folder");
      }
      int taken = (int) Math.round(fraction * samples.size());
      taken = Math.clamp(taken, 1, samples.size() - 1);
      int[] order = Shuffle.permutation(samples.size(), random(seed, label));
      boolean[] isValidation = new boolean[samples.size()];
      for (int i = 0; i < taken; i++) {
        isValidation[order[i]] = true;
      }
      for (int i = 0; i < samples.size(); i++) {
        (isValidation[i] ? validation : train).add(samples.get(i));
      }
    }
    return new StratifiedSplit(
        new Dataset(all.classes(), train), new Dataset(all.classes(), validation));
  }

  private static SplittableRandom random(long seed, int label) {
    return Randomness.of(PURPOSE, seed, label);
  }

  private static List<Sample> ofClass(Dataset all, int label) {
    return all.samples().stream().filter(sample -> sample.label() == label).toList();
  }
}
