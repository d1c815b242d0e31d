package dev.transferjob.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.transferjob.api.LearningRateSchedule;
import dev.transferjob.api.ScheduleType;
import org.junit.jupiter.api.Test;

class LearningRateTest {

  @Test
  void risesThenFallsAlongACosine() {
    // Given
    LearningRate rate = LearningRate.of(new LearningRateSchedule(ScheduleType.Cosine, "0.2"), 10);

    // When / Then
    assertThat(rate.factor(0)).isZero();
    assertThat(rate.factor(1)).isEqualTo(0.5);
    assertThat(rate.factor(2)).isEqualTo(1);
    assertThat(rate.factor(6)).isCloseTo(0.5, within(1e-12));
    assertThat(rate.factor(10)).isCloseTo(0, within(1e-12));
  }

  @Test
  void staysConstantAfterTheRise() {
    // Given
    LearningRate rate = LearningRate.of(new LearningRateSchedule(ScheduleType.Constant, "0.5"), 4);

    // When / Then
    assertThat(rate.factor(1)).isEqualTo(0.5);
    assertThat(rate.factor(3)).isEqualTo(1);
  }

  @Test
  void withoutWarmUpTheFirstStepHasTheFullRate() {
    // Given
    LearningRate rate = LearningRate.of(new LearningRateSchedule(ScheduleType.Cosine, "0"), 20);

    // When / Then: PyTorch's CosineAnnealingLR, steps 1 and 19
    assertThat(rate.factor(0)).isEqualTo(1);
    assertThat(rate.factor(1)).isCloseTo(0.99384417, within(1e-8));
    assertThat(rate.factor(19)).isCloseTo(0.0061558297, within(1e-8));
  }
}
