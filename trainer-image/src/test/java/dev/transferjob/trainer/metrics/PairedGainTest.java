package dev.transferjob.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.transferjob.protocol.Gain;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairedGainTest {

  /** The example of Agresti and Min 2005, section 2: 1600 pairs, cells 794, 150, 86, 570. */
  @Test
  void agreesWithThePapersExample() {
    // Given
    Evaluation first = evaluation(794, 150, 0, 0, 570 + 86);
    Evaluation second = evaluation(794, 0, 150, 86, 570);

    // When
    Gain gain = PairedGain.accuracy(first, second);

    // Then
    assertThat(gain.value()).isCloseTo(0.04, within(1e-9));
    assertThat(gain.low()).isCloseTo(0.021, within(1e-3));
    assertThat(gain.high()).isCloseTo(0.059, within(1e-3));
  }

  @Test
  void anAgreementIsStillUncertain() {
    // Given
    Evaluation model = evaluation(20, 0, 0, 0, 0);

    // When
    Gain gain = PairedGain.accuracy(model, model);

    // Then
    assertThat(gain.value()).isZero();
    assertThat(gain.low()).isBetween(-0.2, -0.05);
    assertThat(gain.high()).isBetween(0.05, 0.2);
  }

  /** Runs of right, right, wrong, right, wrong samples. */
  private static Evaluation evaluation(int... runs) {
    int total = Arrays.stream(runs).sum();
    boolean[] correct = new boolean[total];
    boolean[] right = {true, true, false, true, false};
    int at = 0;
    for (int run = 0; run < runs.length; run++) {
      Arrays.fill(correct, at, at + runs[run], right[run]);
      at += runs[run];
    }
    return new Evaluation(0, 0, 0, 0, new int[2][2], correct, List.of());
  }
}
