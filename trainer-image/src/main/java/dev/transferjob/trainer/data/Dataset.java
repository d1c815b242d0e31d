package dev.transferjob.trainer.data;

import dev.transferjob.trainer.random.Randomness;
import dev.transferjob.trainer.random.Shuffle;
import java.util.Arrays;
import java.util.List;

/**
 * Labelled images and the classes that their labels count through.
 *
 * @param classes names in label order
 * @param samples in a fixed order: by class, then by name
 */
public record Dataset(List<String> classes, List<Sample> samples) {

  private static final long PURPOSE = 0x5a3e;

  public Dataset {
    classes = List.copyOf(classes);
    samples = List.copyOf(samples);
  }

  public int size() {
    return samples.size();
  }

  public int[] labels() {
    return samples.stream().mapToInt(Sample::label).toArray();
  }

  /** The same random samples each time, at most {@code count}. */
  public Dataset some(int count) {
    int[] order = Shuffle.permutation(size(), Randomness.of(PURPOSE));
    return new Dataset(classes, Arrays.stream(order).limit(count).mapToObj(samples::get).toList());
  }

  /** The number of samples of each class. */
  public int[] counts() {
    int[] counts = new int[classes.size()];
    samples.forEach(sample -> counts[sample.label()]++);
    return counts;
  }
}
