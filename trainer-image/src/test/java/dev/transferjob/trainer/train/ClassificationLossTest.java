package dev.transferjob.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.TorchForTests;
import org.junit.jupiter.api.Test;

class ClassificationLossTest {
  private static final int[] LABELS = {0, 0, 0, 1, 0, 1, 0, 0};

  private final Torch torch = TorchForTests.torch();

  /** As scikit-learn's {@code compute_class_weight("balanced")}: n / (classes x count). */
  @Test
  void rareClassesWeighMore() {
    assertThat(ClassificationLoss.balanced(LABELS, 2)).containsExactly(8f / (2 * 6), 8f / (2 * 2));
    assertThat(ClassificationLoss.balanced(new int[] {0, 2, 2, 2}, 3))
        .containsExactly(4f / 3, 0, 4f / 9);
  }

  @Test
  void theLossIsTheMeanWeightedByTheLabels() {
    // Given: two samples, whose losses are ln 4 and ln 4/3
    var batchLabels = new int[] {0, 1};
    float log3 = (float) Math.log(3);

    // When
    double balanced = loss(new ClassificationLoss(0, true, 0), batchLabels, 0, log3, 0, log3);
    double plain = loss(new ClassificationLoss(0, false, 0), batchLabels, 0, log3, 0, log3);

    // Then
    double first = Math.log(4);
    double second = Math.log(4 / 3.0);
    assertThat(plain).isCloseTo((first + second) / 2, within(1e-6));
    assertThat(balanced).isCloseTo((first * 2 / 3 + second * 2) / (2 / 3.0 + 2), within(1e-6));
  }

  private double loss(ClassificationLoss kind, int[] labels, float... logits) {
    try (NDManager scope = torch.newScope();
        Objective objective = kind.of(torch, LABELS, 2, NDList::new)) {
      var inputs = scope.create(logits, new Shape(labels.length, 2));
      var batch = new TensorBatch(inputs, TensorBatch.labels(scope, labels), labels);
      return objective.loss(batch, new StepContext(1, 0, 0)).getFloat();
    }
  }
}
