package dev.transferjob.trainer.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.CrossEntropy;
import java.util.function.Function;

/**
 * How logits are compared with labels.
 *
 * @param smoothing the share of the target that is spread over all classes (Szegedy et al. 2016)
 */
public record ClassificationLoss(double smoothing) {

  /**
   * Cross-entropy of what a network makes of the inputs.
   *
   * @param forward inputs to logits [n, classes], with gradients; those of an auxiliary head may
   *     follow
   */
  public Objective of(Torch torch, Function<NDArray, NDList> forward) {
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
