package dev.transferjob.trainer.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.protocol.ProgressReport;
import dev.transferjob.protocol.Stage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTrackerTest {
  private final AtomicLong nanos = new AtomicLong();
  private final ProgressTracker tracker = new ProgressTracker(1, ProgressSink.none(), nanos::get);

  @Test
  void estimatesTheRestFromTheWorkDone() {
    // Given
    tracker.plan(100, 10);
    tracker.enter(Stage.Training, 5);

    // When
    nanos.addAndGet(10_000_000_000L);
    tracker.worked(25, 25);

    // Then
    ProgressReport report = tracker.report();
    assertThat(report.percentage()).isEqualTo(24);
    assertThat(report.estimatedRemainingSeconds()).isEqualTo(30);
    assertThat(report.samplesPerSecond()).isEqualTo(2.5);
  }

  @Test
  void workOfEarlierAttemptsCountsForThePercentageButNotForTheSpeed() {
    // Given
    tracker.plan(100, 10);
    tracker.resume(5, 50);

    // When
    nanos.addAndGet(10_000_000_000L);
    tracker.worked(10, 10);

    // Then
    ProgressReport report = tracker.report();
    assertThat(report.percentage()).isEqualTo(59);
    assertThat(report.estimatedRemainingSeconds()).isEqualTo(40);
    assertThat(report.resumedFromStep()).isEqualTo(5);
  }

  @Test
  void onlyACompleteJobIsAtAHundred() {
    // Given
    tracker.plan(10, 1);
    tracker.worked(10, 20);
    int before = tracker.report().percentage();

    // When
    tracker.complete();

    // Then
    assertThat(before).isEqualTo(99);
    assertThat(tracker.report().percentage()).isEqualTo(100);
  }
}
