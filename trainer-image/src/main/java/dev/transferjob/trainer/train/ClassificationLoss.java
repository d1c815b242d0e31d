package dev.transferjob.trainer.train;

import ai.djl.ndarray.NDArray;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.CrossEntropy;
import java.util.function.UnaryOperator;

/**
 * How logits are compared with labels.
 *
 * @param smoothing the share of the target that is spread over all classes (Szegedy et al. 2016)
 */
public record ClassificationLoss(double smoothing) {

  /**
   * Cross-entropy of what a network makes of the inputs.
   *
   * @param forward inputs to logits [n, classes], with gradients
   */
  public Objective of(Torch torch, UnaryOperator<NDArray> forward) {
    var crossEntropy = new CrossEntropy(torch, smoothing);
    return new Objective() {
      @Override
      public NDArray loss(TensorBatch batch, StepContext step) {
        return crossEntropy.mean(forward.apply(batch.inputs()), batch.labels());
      }

      @Override
      public void close() {
        crossEntropy.close();
      }
    };
  }
}
