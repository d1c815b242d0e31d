package dev.transferjob.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.transferjob.protocol.ProtocolJson;
import dev.transferjob.protocol.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochRecordTest {

  /** More than a quarter of the time, in an epoch of more than a second. */
  @ParameterizedTest
  @CsvSource({
    "1.001, 0.251, true",
    "1.001, 0.25, false",
    "1, 0.251, false",
    "1, 1, false",
    "3600, 0.2499, false",
    "3600, 0.2501, true"
  })
  void isInputBoundOnlyWhereWaitingMattered(double seconds, double dataWait, boolean expected) {
    assertThat(epoch(seconds, dataWait).isInputBound()).isEqualTo(expected);
  }

  @Test
  void theShareOfWaitingIsInTheJsonAndTheVerdictIsNot() throws Exception {
    // When
    JsonNode json = ProtocolJson.mapper().valueToTree(epoch(2, 0.375));

    // Then
    assertThat(json.get("dataWait").asDouble()).isEqualTo(0.375);
    assertThat(json.has("inputBound")).isFalse();
    assertThat(ProtocolJson.mapper().treeToValue(json, EpochRecord.class))
        .isEqualTo(epoch(2, 0.375));
  }

  @Test
  void theShareIsOfTheStepsTimeAlone() {
    // Given
    EpochSums sums =
        EpochSums.NONE.plus(new EpochSums(3, 2, 0, 1.5)).plus(new EpochSums(0, 0, 4, 0));

    // When / Then
    assertThat(sums.dataWait()).isEqualTo(0.375);
    assertThat(sums.meanLoss()).isEqualTo(1.5);
    assertThat(EpochSums.NONE.dataWait()).isZero();
  }

  private static EpochRecord epoch(double seconds, double dataWait) {
    return new EpochRecord(
        Stage.Training, 1, 10, 0.1, 0.5, List.of(), seconds, dataWait, List.of("layer1"), true);
  }
}
