package dev.transferjob.trainer.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.transferjob.api.ClassWeights;
import dev.transferjob.api.ImageClassification;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.CrossEntropy;
import java.util.Arrays;
import java.util.function.Function;

/**
 * How logits are compared with labels.
 *
 * @param smoothing the share of the target that is spread over all classes (Szegedy et al. 2016)
 * @param isBalanced whether samples of rare classes count more
 * @param mixup alpha of mixup; 0 for none
 */
public record ClassificationLoss(double smoothing, boolean isBalanced, double mixup) {

  public static ClassificationLoss of(ImageClassification spec) {
    return new ClassificationLoss(
        Double.parseDouble(spec.labelSmoothing()),
        spec.classWeights() == ClassWeights.Balanced,
        Double.parseDouble(spec.mixupAlpha()));
  }

  public ClassificationLoss withoutMixup() {
    return new ClassificationLoss(smoothing, isBalanced, 0);
  }

  /**
   * Cross-entropy of what a network makes of the inputs.
   *
   * @param labels of all training samples
   * @param forward inputs to logits [n, classes], with gradients; those of an auxiliary head may
   *     follow
   */
  public Objective of(Torch torch, int[] labels, int classes, Function<NDArray, NDList> forward) {
    var crossEntropy =
        isBalanced
            ? new CrossEntropy(torch, smoothing, balanced(labels, classes))
            : new CrossEntropy(torch, smoothing);
    return mixup == 0
        ? new PlainObjective(crossEntropy, forward)
        : new MixupObjective(crossEntropy, forward, mixup);
  }

  /** Samples over classes and the class's samples (King and Zeng 2001), as scikit-learn has it. */
  static float[] balanced(int[] labels, int classes) {
    float[] weights = new float[classes];
    for (int label = 0; label < classes; label++) {
      int wanted = label;
      long count = Arrays.stream(labels).filter(own -> own == wanted).count();
      weights[label] = count == 0 ? 0 : (float) (labels.length / ((double) classes * count));
    }
    return weights;
  }

  private record PlainObjective(CrossEntropy crossEntropy, Function<NDArray, NDList> forward)
      implements Objective {
    @Override
    public NDArray loss(TensorBatch batch, StepContext step) {
      return crossEntropy.mean(forward.apply(batch.inputs()), batch.labels());
    }

    @Override
    public void close() {
      crossEntropy.close();
    }
  }
}
