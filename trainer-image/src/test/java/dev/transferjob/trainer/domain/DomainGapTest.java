package dev.transferjob.trainer.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainGapTest {
  private static final int IMAGES = 400;

  @ParameterizedTest
  @ValueSource(ints = {4, 64, 512})
  void growsWithTheDistanceOfTheDomains(int width) {
    // When
    double none = gap(width, 0);
    double some = gap(width, 2 / Math.sqrt(width));
    double full = gap(width, 12 / Math.sqrt(width));

    // Then
    assertThat(none).isLessThan(0.4);
    assertThat(some).isGreaterThan(none).isLessThan(full);
    assertThat(full).isGreaterThan(1.9);
  }

  private static double gap(int width, double shift) {
    var random = new SplittableRandom(7);
    return DomainGap.between(features(random, width, 0), features(random, width, shift), width);
  }

  private static float[] features(SplittableRandom random, int width, double shift) {
    float[] values = new float[IMAGES * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() + shift);
    }
    return values;
  }
}
