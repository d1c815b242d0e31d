package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.Phase;
import dev.transferjob.api.ProgressStatus;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.protocol.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WriteBudgetTest {
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

  /** Every job reports every second, and changes its state every 100 s. */
  @Test
  void thousandJobsStayUnderFiftyWritesASecond() {
    // Given
    int jobs = 1000;
    int seconds = 200;
    var budget = new WriteBudget(Duration.ofSeconds(1), 50, () -> jobs);
    var stored = new TransferJobStatus[jobs];
    Arrays.fill(stored, status(Phase.Running, 0));
    var writes = new int[seconds];
    var longest = Duration.ZERO;
    var looks = new PriorityQueue<>(Comparator.comparing(Look::time).thenComparingInt(Look::job));
    IntStream.range(0, jobs)
        .forEach(job -> looks.add(new Look(WRITTEN.plusMillis(job * 37 % 1000), job)));

    // When
    for (var look = looks.remove();
        look.time().isBefore(WRITTEN.plusSeconds(seconds));
        look = looks.remove()) {
      var millis = Duration.between(WRITTEN, look.time()).toMillis();
      var old = stored[look.job()];
      var phase = (millis / 1000 + look.job()) % 100 == 0 ? Phase.Restarting : Phase.Running;
      var next = status(phase, 1 + (int) (millis / 1000 % 90), look.time());
      var wait = budget.untilNextWrite(old, next, look.time());
      assertThat(phase == old.phase() || wait.isZero()).as("a change of state waits").isTrue();
      if (wait.isZero()) {
        writes[(int) (millis / 1000)]++;
        var age = Duration.between(Instant.parse(old.progress().lastUpdatedTime()), look.time());
        longest = age.compareTo(longest) > 0 ? age : longest;
        stored[look.job()] = next;
      }
      looks.add(
          new Look(look.time().plus(wait.isZero() ? Duration.ofSeconds(1) : wait), look.job()));
    }

    // Then
    assertThat(Arrays.stream(writes).max().orElseThrow()).isLessThanOrEqualTo(50);
    assertThat(longest).isLessThan(Duration.ofSeconds(60));
  }

  /** When the operator looks at a job. */
  private record Look(Instant time, int job) {}

  private static Duration untilNextWrite(
      TransferJobStatus old, TransferJobStatus next, long secondsLater) {
    return new WriteBudget(INTERVAL, 50, () -> 1)
        .untilNextWrite(old, next, WRITTEN.plusSeconds(secondsLater));
  }

  private static TransferJobStatus status(Phase phase, int percentage) {
    return status(phase, percentage, WRITTEN);
  }

  private static TransferJobStatus status(Phase phase, int percentage, Instant time) {
    var progress =
        new ProgressStatus(
            percentage, Stage.Training, 1, 10, 1, 10, "1.0", 1, "1s", Times.text(time));
    return new TransferJobStatus(
        1L, 1, phase, null, null, null, progress, null, null, null, null, null, null, null, null,
        null);
  }
}
