package dev.transferjob.trainer.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.train.EpochRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptEpochTest {

  @Test
  void isTheLastThatWasBetterThanAllBeforeIt() {
    var history =
        List.of(
            epoch(Stage.Training, 1, true),
            epoch(Stage.Training, 2, true),
            epoch(Stage.Training, 3, false),
            epoch(Stage.Baseline, 1, true));

    assertThat(KeptEpoch.words(history))
        .isEqualTo("The model is as it was after epoch 2 of 3, the best of them.");
  }

  @Test
  void isCountedAfterTheWarmUp() {
    var history = List.of(epoch(Stage.HeadWarmup, 1, true), epoch(Stage.Training, 1, true));

    assertThat(KeptEpoch.words(history)).contains("after epoch 1 of 1 after the head's warm-up");
  }

  @Test
  void mayBeTheWarmUpsEnd() {
    var history = List.of(epoch(Stage.HeadWarmup, 1, true), epoch(Stage.Training, 1, false));

    assertThat(KeptEpoch.words(history)).contains("as the head's warm-up left it");
  }

  @Test
  void isNotGuessedWhereNobodyNotedIt() {
    var history = List.of(epoch(Stage.Training, 1, null), epoch(Stage.Training, 2, false));

    assertThat(KeptEpoch.words(history)).isEmpty();
    assertThat(KeptEpoch.words(List.of())).isEmpty();
  }

  private static EpochRecord epoch(Stage stage, int epoch, Boolean best) {
    return new EpochRecord(stage, epoch, 10, 0.1, 0.5, List.of(), 1, 0, List.of(), best);
  }
}
