package dev.transferjob.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.EarlyStopping;
import dev.transferjob.api.SelectionMetric;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatienceTest {

  @Test
  void aRisingMetricMustRiseByMoreThanTheDelta() {
    // Given
    var rule = new EarlyStopping(SelectionMetric.accuracy, 2, "0.01");

    // When
    Patience first = Patience.FRESH.after(score(0.5, true), rule);
    Patience second = first.after(score(0.509, true), rule);
    Patience third = second.after(score(0.52, true), rule);

    // Then
    assertThat(second).isEqualTo(new Patience(0.5, 1));
    assertThat(third).isEqualTo(new Patience(0.52, 0));
  }

  @Test
  void theLossMustFall() {
    // Given
    var rule = new EarlyStopping(SelectionMetric.loss, 2, null);

    // When
    Patience after =
        Patience.FRESH
            .after(score(1.0, false), rule)
            .after(score(0.9, false), rule)
            .after(score(0.9, false), rule)
            .after(score(0.95, false), rule);

    // Then
    assertThat(after).isEqualTo(new Patience(0.9, 2));
    assertThat(after.isOver(rule)).isTrue();
  }

  private static EpochScore score(double value, boolean isHigherBetter) {
    return new EpochScore(List.of(), true, "any", value, isHigherBetter, 0);
  }
}
