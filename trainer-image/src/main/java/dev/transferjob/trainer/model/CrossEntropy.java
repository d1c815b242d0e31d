package dev.transferjob.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.transferjob.trainer.engine.ScriptModule;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.engine.TorchModule;

/** Cross-entropy of logits (N, classes) and labels (N, int64), with label smoothing. */
public final class CrossEntropy implements AutoCloseable {
  private static final float AUXILIARY = 0.4f;

  private final TorchModule kernel;

  /**
   * @param smoothing the share of the target that is spread over all classes (Szegedy et al. 2016)
   */
  public CrossEntropy(Torch torch, double smoothing) {
    kernel =
        torch.load(
            new ScriptModule("CrossEntropy")
                .number("smoothing", smoothing)
                .methods(
                    """
                    def mean(self, logits: Tensor, labels: Tensor) -> Tensor:
                      return torch.cross_entropy_loss(logits, labels, None, 1, -100, self.smoothing)
                    def each(self, logits: Tensor, labels: Tensor) -> Tensor:
                      return torch.cross_entropy_loss(logits, labels, None, 0, -100, self.smoothing)
                    def probabilities(self, logits: Tensor) -> Tensor:
                      return torch.softmax(logits, 1)
                    """));
  }

  /** The mean over the batch, one value, with gradients. */
  public NDArray mean(NDArray logits, NDArray labels) {
    return kernel.call("mean", logits, labels);
  }

  /**
   * The same of several heads: the first one's and {@value #AUXILIARY} of each auxiliary head's, as
   * Inception v3 is trained.
   */
  public NDArray mean(NDList logits, NDArray labels) {
    NDArray sum = mean(logits.head(), labels);
    for (NDArray auxiliary : logits.subNDList(1)) {
      sum = sum.add(mean(auxiliary, labels).mul(AUXILIARY));
    }
    return sum;
  }

  /** The loss of each sample (N), without gradients. */
  public NDArray each(NDArray logits, NDArray labels) {
    return kernel.infer(logits.getManager(), "each", logits, labels);
  }

  /** The softmax (N, classes), without gradients. */
  public NDArray probabilities(NDArray logits) {
    return kernel.infer(logits.getManager(), "probabilities", logits);
  }

  @Override
  public void close() {
    kernel.close();
  }
}
