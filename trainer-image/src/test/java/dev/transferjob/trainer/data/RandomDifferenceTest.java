package dev.transferjob.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomDifferenceTest {
  private static final int SIZE = 16;

  /** Black takes the field's colour, white its opposite. */
  @Test
  void whiteBecomesTheOppositeOfBlack() {
    for (int seed = 0; seed < 20; seed++) {
      // When
      byte[] onBlack = applied((byte) 0, seed);
      byte[] onWhite = applied((byte) 255, seed);

      // Then
      for (int i = 0; i < onBlack.length; i++) {
        assertThat((onBlack[i] & 0xFF) + (onWhite[i] & 0xFF)).isEqualTo(255);
      }
    }
  }

  @Test
  void theSameRandomNumbersGiveTheSameImage() {
    assertThat(applied((byte) 40, 3)).isEqualTo(applied((byte) 40, 3));
    assertThat(applied((byte) 40, 3)).isNotEqualTo(applied((byte) 40, 4));
  }

  private static byte[] applied(byte level, long seed) {
    byte[] rgb = new byte[SIZE * SIZE * 3];
    Arrays.fill(rgb, level);
    return RandomDifference.apply(new Pixels(SIZE, SIZE, rgb), new SplittableRandom(seed)).rgb();
  }
}
