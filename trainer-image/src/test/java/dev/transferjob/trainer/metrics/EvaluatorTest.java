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
  void keepsTheMistakesThatItWasSurestOf() {
    // Given 20 mistakes, each surer than the one before, and a right prediction
    var evaluator = new Evaluator(2, 21);
    for (int i = 0; i < 20; i++) {
      evaluator.add(new float[] {0, i * 0.1f}, new int[] {0});
    }

    // When
    evaluator.add(new float[] {0, 9}, new int[] {1});

    // Then
    var mistakes = evaluator.result().mistakes();
    assertThat(mistakes).hasSize(12);
    assertThat(mistakes.getFirst().sample()).isEqualTo(19);
    assertThat(mistakes.getFirst().prediction()).isEqualTo(1);
    assertThat(mistakes.getFirst().probability()).isCloseTo(1 / (1 + Math.exp(-1.9)), within(1e-6));
    assertThat(mistakes.getLast().sample()).isEqualTo(8);
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

  /** Two samples at 0.75, of which one is right, and one at 0.9, which is right. */
  @Test
  void calibrationIsTheMeanDistanceOfConfidenceAndAccuracy() {
    // Given
    var evaluator = new Evaluator(2, 3);
    float log3 = (float) Math.log(3);
    evaluator.add(new float[] {log3, 0, log3, 0}, new int[] {0, 1});

    // When
    evaluator.add(new float[] {0, (float) Math.log(9)}, new int[] {1});

    // Then
    double expected = (2 * Math.abs(0.5 - 0.75) + Math.abs(1 - 0.9)) / 3;
    assertThat(evaluator.result().calibrationError()).isCloseTo(expected, within(1e-6));
  }

  @Test
  void precisionAndRecallAreToldByClass() {
    // Given
    var evaluator = new Evaluator(3, 4);

    // When: class 0 is right once of two, class 1 always, class 2 has no samples
    evaluator.add(new float[] {1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0}, new int[] {0, 0, 1, 1});

    // Then
    var scores = evaluator.result().classScores();
    assertThat(scores.get(0).precision()).isEqualTo(1);
    assertThat(scores.get(0).recall()).isEqualTo(0.5);
    assertThat(scores.get(1).precision()).isCloseTo(2 / 3.0, within(1e-9));
    assertThat(scores.get(1).recall()).isEqualTo(1);
    assertThat(scores.get(2).actual()).isZero();
    assertThat(evaluator.result().macroF1()).isCloseTo((2 / 3.0 + 0.8) / 2, within(1e-9));
  }

  private static double softplus(double x) {
    return Math.log1p(Math.exp(x));
  }
}
