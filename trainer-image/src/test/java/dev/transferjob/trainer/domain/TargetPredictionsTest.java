package dev.transferjob.trainer.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.transferjob.api.AdaptationValidator;
import org.junit.jupiter.api.Test;

class TargetPredictionsTest {
  private static final int CLASSES = 4;
  private static final double SURE = 20;

  @Test
  void entropyIsThatOfThePredictions() {
    // Given two images: one without an opinion, one between two classes
    var predictions = new TargetPredictions(CLASSES, 2);
    predictions.add(new float[] {3, 3, 3, 3, 0, 50, 50, 0});

    // Then
    assertThat(predictions.score(AdaptationValidator.Entropy))
        .isCloseTo((Math.log(4) + Math.log(2)) / 2, within(1e-6));
    double marginal = entropy(1 / 8.0, 3 / 8.0, 3 / 8.0, 1 / 8.0);
    assertThat(predictions.score(AdaptationValidator.InformationMaximization))
        .isCloseTo(marginal - (Math.log(4) + Math.log(2)) / 2, within(1e-6));
  }

  /** Three certain images, two of them alike: e^0 and e^(-1/0.05) are the similarities. */
  @Test
  void softNeighbourhoodDensityIsTheEntropyOfSimilarities() {
    // Given
    TargetPredictions predictions = certain(0, 0, 1);

    // Then
    double far = Math.exp(-20);
    double alike = entropy(1 / (1 + far), far / (1 + far));
    assertThat(predictions.score(AdaptationValidator.SND))
        .isCloseTo((2 * alike + Math.log(2)) / 3, within(1e-6));
  }

  @Test
  void everyNthOfManyImagesIsEnoughForTheDensity() {
    // Given the same four images over and over
    var many = new TargetPredictions(CLASSES, 9000);
    for (int i = 0; i < 9000; i++) {
      many.add(row(i % CLASSES));
    }

    // Then each of 3,000 has a quarter of them as its neighbours
    assertThat(many.score(AdaptationValidator.SND)).isCloseTo(Math.log(750), within(0.01));
  }

  @Test
  void onlyInformationMaximizationSeesThroughACollapse() {
    // Given
    TargetPredictions varied = certain(0, 1, 2, 3, 0, 1, 2, 3);
    TargetPredictions collapsed = certain(2, 2, 2, 2, 2, 2, 2, 2);

    // Then the others would prefer it or not tell, so the collapse itself is looked for too
    assertThat(varied.score(AdaptationValidator.InformationMaximization))
        .isGreaterThan(collapsed.score(AdaptationValidator.InformationMaximization) + 1);
    assertThat(varied.score(AdaptationValidator.Entropy))
        .isCloseTo(collapsed.score(AdaptationValidator.Entropy), within(1e-6));
    assertThat(varied.score(AdaptationValidator.SND))
        .isLessThan(collapsed.score(AdaptationValidator.SND));
  }

  @Test
  void effectiveClassesTellACollapse() {
    assertThat(certain(0, 1, 2, 3).effectiveClasses()).isCloseTo(4, within(1e-9));
    assertThat(certain(2, 2, 2, 2).effectiveClasses()).isCloseTo(1, within(1e-9));
    assertThat(TargetPredictions.effectiveClasses(new int[] {5, 5, 0, 0}))
        .isCloseTo(2, within(1e-9));
  }

  private static TargetPredictions certain(int... classes) {
    var predictions = new TargetPredictions(CLASSES, classes.length);
    for (int each : classes) {
      predictions.add(row(each));
    }
    return predictions;
  }

  private static float[] row(int label) {
    float[] row = new float[CLASSES];
    row[label] = (float) SURE;
    return row;
  }

  private static double entropy(double... probabilities) {
    double sum = 0;
    for (double p : probabilities) {
      sum -= p * Math.log(p);
    }
    return sum;
  }
}
