package dev.transferjob.trainer.technique;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.train.EpochRecord;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvergenceTest {

  /** Chance for two classes is 0.693; the least with smoothing 0.2 is 0.325. */
  @ParameterizedTest
  @CsvSource({"0, 0.06, true", "0, 0.08, false", "0.2, 0.35, true", "0.2, 0.40, false"})
  void isReachedOnceTheTrainingLossIsNearTheLeastPossible(
      double smoothing, double loss, boolean expected) {
    // Given
    var epoch = new EpochRecord(Stage.Baseline, 1, 1, 0, loss, List.of(), 1, 0, List.of(), true);

    // When
    boolean converged = new Convergence(smoothing).isReached(List.of(epoch), 2);

    // Then
    assertThat(converged).isEqualTo(expected);
  }
}
