package dev.transferjob.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.transferjob.api.LearningRateSchedule;
import dev.transferjob.api.ScheduleType;
import dev.transferjob.trainer.model.ReferenceData;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LearningRateTest {

  static Stream<Arguments> tables() {
    return Stream.of(
        Arguments.of("constant", new LearningRateSchedule(ScheduleType.Constant, "0")),
        Arguments.of(
            "transformers constant warm-up 5",
            new LearningRateSchedule(ScheduleType.Constant, "0.25")),
        Arguments.of(
            "cosine T_max=20 eta_min=0", new LearningRateSchedule(ScheduleType.Cosine, "0")),
        Arguments.of(
            "transformers cosine warm-up 5 of 20",
            new LearningRateSchedule(ScheduleType.Cosine, "0.25")),
        Arguments.of(
            "transformers linear warm-up 5 of 20",
            new LearningRateSchedule(ScheduleType.Linear, "0.25")),
        Arguments.of(
            "step step_size=6 gamma=0.1",
            new LearningRateSchedule(ScheduleType.Step, "0", "0.3", "0.1")),
        Arguments.of(
            "one-cycle max_lr=0.1 total_steps=20 pct_start=0.3 cos div_factor=25"
                + " final_div_factor=10000 momentum 0.85..0.95",
            new LearningRateSchedule(ScheduleType.OneCycle, null)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tables")
  void everyStepHasTheRateOfPyTorch(String table, LearningRateSchedule schedule) {
    // Given
    JsonNode reference = ReferenceData.json("reference/schedules.json").at("/tables").get(table);
    LearningRate rate = new LearningRate(schedule, 20);

    // When / Then
    for (int step = 0; step < 20; step++) {
      double expected = reference.get("lr").get(step).asDouble();
      assertThat(0.1 * rate.factor(step)).as("step %d", step).isCloseTo(expected, within(1e-9));
    }
  }

  @Test
  void stepsFallAfterTheWarmUp() {
    // Given
    LearningRate rate =
        new LearningRate(new LearningRateSchedule(ScheduleType.Step, "0.2", "0.5", "0.1"), 10);

    // When / Then
    assertThat(rate.factor(1)).isEqualTo(0.5);
    assertThat(rate.factor(5)).isEqualTo(1);
    assertThat(rate.factor(6)).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void aSingleStepOfOneCycleHasTheFullRate() {
    // Given
    LearningRate rate = new LearningRate(new LearningRateSchedule(ScheduleType.OneCycle, null), 1);

    // When / Then
    assertThat(rate.factor(0)).isEqualTo(1);
  }
}
