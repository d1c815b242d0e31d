package dev.transferjob.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EpochScoreTest {

  @Test
  void betterValueWinsInTheMetricsOwnDirection() {
    assertThat(score(0.9, true, 2).isBetterThan(score(0.8, true, 1))).isTrue();
    assertThat(score(0.9, false, 2).isBetterThan(score(0.8, false, 1))).isFalse();
  }

  @Test
  void lowerTieBreakerDecidesBetweenEqualValues() {
    assertThat(score(0.9, true, 1).isBetterThan(score(0.9, true, 2))).isTrue();
    assertThat(score(0.9, true, 2).isBetterThan(score(0.9, true, 2))).isFalse();
  }

  @Test
  void unsoundEpochNeverBeatsASoundOne() {
    // Given
    var unsound = new EpochScore(List.of(), false, "entropy", 0.0, false, 0);

    // Then
    assertThat(unsound.isBetterThan(score(1.5, false, 0))).isFalse();
    assertThat(score(1.5, false, 0).isBetterThan(unsound)).isTrue();
  }

  private static EpochScore score(double value, boolean isHigherBetter, double tieBreaker) {
    return new EpochScore(List.of(), true, "metric", value, isHigherBetter, tieBreaker);
  }
}
