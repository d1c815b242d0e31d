package dev.transferjob.trainer.model;

import java.util.List;

/** How a parameter follows its gradient, as PyTorch's optimizers of the same name do. */
public sealed interface UpdateRule {

  /** Stochastic gradient descent with momentum; weight decay is added to the gradient. */
  record Sgd(double momentum) implements UpdateRule {
    @Override
    public List<String> state() {
      return momentum == 0 ? List.of() : List.of("momentum_buffer");
    }
  }

  /** Adam with decoupled weight decay (Loshchilov and Hutter 2019). */
  record AdamW(double beta1, double beta2, double epsilon) implements UpdateRule {
    public AdamW() {
      this(0.9, 0.999, 1e-8);
    }

    @Override
    public List<String> state() {
      return List.of("exp_avg", "exp_avg_sq", "step");
    }
  }

  /** What is remembered per parameter between steps, by PyTorch's names. */
  List<String> state();
}
