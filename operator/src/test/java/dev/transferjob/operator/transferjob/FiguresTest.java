package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource({"0, 0s", "38, 38s", "98, 1m38s", "3600, 1h0m", "90061, 25h1m"})
  void remainingTimeIsWrittenForPeople(long seconds, String text) {
    assertThat(Figures.remaining(seconds)).isEqualTo(text);
  }
}
