package dev.transferjob.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.transferjob.trainer.engine.Initializer;
import dev.transferjob.trainer.engine.ScriptModule;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.engine.TorchModule;
import java.util.function.UnaryOperator;

/**
 * Cross-entropy of logits (N, classes) and labels (N, int64), with label smoothing and, optionally,
 * weights of the classes: the mean is then weighted by the weights of the labels.
 */
public final class CrossEntropy implements AutoCloseable {
  private static final float AUXILIARY = 0.4f;

  private final TorchModule kernel;

  /**
   * @param smoothing the share of the target that is spread over all classes (Szegedy et al. 2016)
   */
  public CrossEntropy(Torch torch, double smoothing) {
    kernel = torch.load(module(smoothing, "None"));
  }

  /**
   * @param classWeights one a class
   */
  public CrossEntropy(Torch torch, double smoothing, float[] classWeights) {
    ScriptModule module = module(smoothing, "self.weight");
    module.buffer("weight", Initializer.ONES, classWeights.length);
    var weights = new TensorData(new Shape(classWeights.length), classWeights);
    kernel = torch.load(module, name -> weights);
  }

  private static ScriptModule module(double smoothing, String weight) {
    return new ScriptModule("CrossEntropy")
        .number("smoothing", smoothing)
        .methods(
            """
            def mean(self, logits: Tensor, labels: Tensor) -> Tensor:
              return torch.cross_entropy_loss(logits, labels, WEIGHT, 1, -100, self.smoothing)
            def mixed(self, logits: Tensor, labels: Tensor, others: Tensor, share: Tensor) -> Tensor:
              return torch.lerp(self.mean(logits, others), self.mean(logits, labels), share)
            def mix(self, inputs: Tensor, order: Tensor, share: Tensor) -> Tensor:
              return torch.lerp(torch.index_select(inputs, 0, order), inputs, share)
            def each(self, logits: Tensor, labels: Tensor) -> Tensor:
              return torch.cross_entropy_loss(logits, labels, WEIGHT, 0, -100, self.smoothing)
            def probabilities(self, logits: Tensor) -> Tensor:
              return torch.softmax(logits, 1)
            """
                .replace("WEIGHT", weight));
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
    return summed(logits, each -> mean(each, labels));
  }

  /** Of inputs that are {@code share} one label's and else another's (Zhang et al. 2018). */
  public NDArray mixed(NDList logits, NDArray labels, NDArray others, NDArray share) {
    return summed(logits, each -> kernel.call("mixed", each, labels, others, share));
  }

  private static NDArray summed(NDList logits, UnaryOperator<NDArray> loss) {
    NDArray sum = loss.apply(logits.head());
    for (NDArray auxiliary : logits.subNDList(1)) {
      sum = sum.add(loss.apply(auxiliary).mul(AUXILIARY));
    }
    return sum;
  }

  /** {@code share} of each input, and the rest of the one that {@code order} puts in its place. */
  public NDArray mix(NDArray inputs, NDArray order, NDArray share) {
    return kernel.call("mix", inputs, order, share);
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
