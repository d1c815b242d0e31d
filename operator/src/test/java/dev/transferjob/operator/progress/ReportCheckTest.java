package dev.transferjob.operator.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.protocol.ProgressReport;
import dev.transferjob.protocol.ProtocolJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportCheckTest {
  private static final String SOUND =
      """
      {"attempt": 1, "sequence": 1, "stage": "Training", "percentage": 50,
       "metrics": [{"name": "accuracy", "value": 0.5}]}""";

  @Test
  void soundReportPasses() throws Exception {
    assertThat(ReportCheck.problem(report(SOUND))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"attempt\": 1, \"percentage\": 50}",
        "{\"attempt\": 1, \"stage\": \"Training\", \"percentage\": 101}",
        "{\"attempt\": 0, \"stage\": \"Training\"}",
        "{\"attempt\": 1, \"stage\": \"Training\", \"samplesPerSecond\": \"NaN\"}",
        "{\"attempt\": 1, \"stage\": \"Training\", \"metrics\": [{\"name\": \"<b>\"}]}",
        "{\"attempt\": 1, \"stage\": \"Training\", \"metrics\": [{\"name\": \"a\"}, {\"name\": \"a\"}]}",
        "{\"attempt\": 1, \"stage\": \"Training\", \"best\": {\"metric\": \"a\", \"value\": \"Infinity\"}}",
        "{\"attempt\": 1, \"stage\": \"Training\", \"checkpoint\": {\"sha256\": \"x\"}}"
      })
  void whatTheStatusCouldNotHoldIsRefused(String json) throws Exception {
    assertThat(ReportCheck.problem(report(json))).isPresent();
  }

  private static ProgressReport report(String json) throws Exception {
    return ProtocolJson.mapper().readValue(json, ProgressReport.class);
  }
}
