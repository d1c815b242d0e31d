package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.Phase;
import dev.transferjob.api.ProgressStatus;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.protocol.Stage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  private static final Instant WRITTEN = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  @Test
  void progressWaitsForItsInterval() {
    var wait = untilNextWrite(status(Phase.Running, 40), status(Phase.Running, 41), 4);

    assertThat(wait).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void progressIsWrittenOnceTheIntervalIsOver() {
    assertThat(untilNextWrite(status(Phase.Running, 40), status(Phase.Running, 41), 10)).isZero();
  }

  @Test
  void changeOfStateNeverWaits() {
    assertThat(untilNextWrite(status(Phase.Running, 40), status(Phase.Restarting, 40), 1)).isZero();
  }

  @Test
  void firstStatusNeverWaits() {
    assertThat(untilNextWrite(null, status(Phase.Pending, 0), 0)).isZero();
  }

  private static Duration untilNextWrite(
      TransferJobStatus old, TransferJobStatus next, long secondsLater) {
    return Throttle.untilNextWrite(old, next, INTERVAL, WRITTEN.plusSeconds(secondsLater));
  }

  private static TransferJobStatus status(Phase phase, int percentage) {
    var progress =
        new ProgressStatus(
            percentage, Stage.Training, 1, 10, 1, 10, "1.0", 1, "1s", WRITTEN.toString());
    return new TransferJobStatus(
        1L, 1, phase, null, null, null, progress, null, null, null, null, null, null);
  }
}
