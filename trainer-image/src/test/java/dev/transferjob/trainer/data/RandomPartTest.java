package dev.transferjob.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.Augmentation;
import dev.transferjob.api.AugmentationType;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomPartTest {
  private final RandomPart crop =
      RandomPart.of(Augmentation.of(AugmentationType.RandomResizedCrop));

  @Test
  void areaAndRatioStayWithinTheirBounds() {
    // Given
    var random = new SplittableRandom(1);

    for (int i = 0; i < 1000; i++) {
      // When
      var part = crop.draw(500, 375, 500, 375, random).orElseThrow();

      // Then
      double area = (double) part.width() * part.height() / (500 * 375);
      double ratio = (double) part.width() / part.height();
      assertThat(area).isBetween(0.075, 1.0);
      assertThat(ratio).isBetween(0.72, 1.37);
      assertThat(part.left() + part.width()).isLessThanOrEqualTo(500);
      assertThat(part.top() + part.height()).isLessThanOrEqualTo(375);
    }
  }

  /** torchvision's fall-back for an image that no part of the wanted ratio and area fits into. */
  @Test
  void aVeryLongImageIsCutInTheMiddle() {
    assertThat(crop.centred(900, 30)).isEqualTo(new RandomPart.Rectangle(430, 0, 40, 30));
    assertThat(crop.centred(30, 900)).isEqualTo(new RandomPart.Rectangle(0, 430, 30, 40));
  }
}
