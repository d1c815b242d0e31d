package dev.transferjob.operator.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private final TurnedClock clock = new TurnedClock();
  private final RateLimit limit = new RateLimit(2, clock);

  @Test
  void burstIsCutAndRefills() {
    // When
    var burst = IntStream.range(0, 50).filter(_ -> limit.allows("a")).count();
    clock.turn(Duration.ofSeconds(3));
    var later = IntStream.range(0, 50).filter(_ -> limit.allows("a")).count();

    // Then
    assertThat(burst).isEqualTo(10);
    assertThat(later).isEqualTo(6);
  }

  @Test
  void oneSenderDoesNotSpendAnothers() {
    // Given
    IntStream.range(0, 50).forEach(_ -> limit.allows("a"));

    // Then
    assertThat(limit.allows("b")).isTrue();
  }
}
