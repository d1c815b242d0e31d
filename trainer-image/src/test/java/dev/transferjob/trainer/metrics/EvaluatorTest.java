package dev.transferjob.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.transferjob.protocol.Metric;
import org.junit.jupiter.api.Test;

class EvaluatorTest {

  @Test
  void measuresAccuracyLossAndConfusion() {
    // Given
    var evaluator = new Evaluator(2, 3);
    evaluator.add(new float[] {2, 0, 0, 1}, new int[] {0, 0});

    // When
    evaluator.add(new float[] {-1, 3}, new int[] {1});

    // Then
    Evaluation result = evaluator.result();
    double loss = (softplus(-2) + softplus(1) + softplus(-4)) / 3;
    assertThat(result.accuracy()).isEqualTo(2 / 3.0);
    assertThat(result.loss()).isCloseTo(loss, within(1e-9));
    assertThat(result.confusion()).isDeepEqualTo(new int[][] {{1, 1}, {0, 1}});
    assertThat(result.correct()).containsExactly(true, false, true);
    assertThat(result.macroF1()).isCloseTo(2 / 3.0, within(1e-9));
    assertThat(result.metrics()).extracting(Metric::name).doesNotContain("top5Accuracy");
  }

  @Test
  void countsTheLabelAmongTheFiveHighest() {
    // Given
    var evaluator = new Evaluator(7, 2);

    // When
    evaluator.add(new float[] {1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7}, new int[] {2, 1});

    // Then
    assertThat(evaluator.result().top5Accuracy()).isEqualTo(0.5);
  }

  private static double softplus(double x) {
    return Math.log1p(Math.exp(x));
  }
}
