package dev.transferjob.trainer.technique;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.protocol.Metric;
import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.train.EpochRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScratchBaselineTest {

  @Test
  void itsStepsCountFromTheJobsLastOneToTheEndOfItsFirstBestEpoch() {
    // Given
    List<EpochRecord> history =
        List.of(
            epoch(Stage.HeadWarmup, 10, 0.9),
            epoch(Stage.Training, 30, 0.99),
            epoch(Stage.Baseline, 40, 0.3),
            epoch(Stage.Baseline, 50, 0.7),
            epoch(Stage.Baseline, 60, 0.7),
            epoch(Stage.Baseline, 70, 0.5));

    // When / Then
    assertThat(ScratchBaseline.stepsToBest(history)).isEqualTo(20);
  }

  @Test
  void withoutABaselineThereAreNone() {
    assertThat(ScratchBaseline.stepsToBest(List.of(epoch(Stage.Training, 30, 0.9)))).isZero();
  }

  private static EpochRecord epoch(Stage stage, long step, double accuracy) {
    var metrics = List.of(new Metric("loss", 0.1), new Metric("accuracy", accuracy));
    return new EpochRecord(stage, 1, step, 0.1, 0.5, metrics, 1, 0, List.of(), true);
  }
}
