package dev.transferjob.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.transferjob.trainer.engine.ScriptModule;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.engine.TorchModule;
import java.util.List;

/** The optimizers' arithmetic over whole lists of tensors, by PyTorch's fused operators. */
final class OptimizerKernel implements AutoCloseable {
  // parts: single precision loses three digits when it adds up the squares of VGG's first linear
  // layer at once, so that one's norm is taken row by row.
  private static final String CODE =
      """
      def gradients(self, parameters: List[Tensor]) -> List[Tensor]:
        gradients = annotate(List[Tensor], [])
        for p in parameters:
          gradients.append(p.grad)
        return gradients
      def parts(self, gradients: List[Tensor]) -> List[Tensor]:
        parts = annotate(List[Tensor], [])
        for g in gradients:
          if torch.numel(g) > 10000000:
            parts.append(torch.linalg_vector_norm(g, 2, [-1]))
          else:
            parts.append(g)
        return parts
      def clip(self, parameters: List[Tensor], largest: float) -> Tensor:
        gradients = self.gradients(parameters)
        norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(self.parts(gradients), 2)), 2)
        if largest < inf:
          scale = torch.mul(torch.reciprocal(torch.add(norm, 1e-6)), largest)
          torch._foreach_mul_(gradients, torch.clamp(scale, None, 1.0))
        return norm
      def zero_gradients(self, parameters: List[Tensor]) -> int:
        torch._foreach_zero_(self.gradients(parameters))
        return 0
      def zeros(self, parameters: List[Tensor]) -> List[Tensor]:
        zeros = annotate(List[Tensor], [])
        for p in parameters:
          zeros.append(torch.zeros_like(p))
        return zeros
      def counters(self, parameters: List[Tensor]) -> List[Tensor]:
        counters = annotate(List[Tensor], [])
        for p in parameters:
          counters.append(torch.zeros([], dtype=6, device=p.device))
        return counters
      def sgd(self, parameters: List[Tensor], momentums: List[Tensor], rate: float, decay: float, momentum: float) -> int:
        torch._fused_sgd_(parameters, self.gradients(parameters), momentums, weight_decay=decay, momentum=momentum, lr=rate, dampening=0., nesterov=False, maximize=False, is_first_step=False)
        return 0
      def adamw(self, parameters: List[Tensor], means: List[Tensor], squares: List[Tensor], steps: List[Tensor], rate: float, decay: float, beta1: float, beta2: float, eps: float) -> int:
        torch._foreach_add_(steps, 1)
        torch._fused_adamw_(parameters, self.gradients(parameters), means, squares, annotate(List[Tensor], []), steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False)
        return 0
      """;

  private final TorchModule module;

  OptimizerKernel(Torch torch) {
    module = torch.load(new ScriptModule("Optimizer").methods(CODE));
  }

  /** The common norm of the gradients before they are scaled down to {@code largest}. */
  double clip(NDList parameters, double largest) {
    try (NDArray norm = module.infer(parameters.getManager(), "clip", parameters, largest)) {
      return norm.getFloat();
    }
  }

  void zeroGradients(NDList parameters) {
    module.apply("zero_gradients", parameters);
  }

  /** A zero per parameter in its shape and memory order, or a single one to count its steps. */
  NDList zeros(NDManager scope, NDList parameters, boolean counters) {
    return module.inferList(scope, counters ? "counters" : "zeros", parameters);
  }

  void update(UpdateRule rule, NDList parameters, List<NDList> state, double rate, double decay) {
    switch (rule) {
      case UpdateRule.Sgd(double momentum) -> {
        NDList momentums = state.isEmpty() ? new NDList() : state.getFirst();
        module.apply("sgd", parameters, momentums, rate, decay, momentum);
      }
      case UpdateRule.AdamW(double beta1, double beta2, double epsilon) ->
          module.apply(
              "adamw",
              parameters,
              state.get(0),
              state.get(1),
              state.get(2),
              rate,
              decay,
              beta1,
              beta2,
              epsilon);
    }
  }

  @Override
  public void close() {
    module.close();
  }
}
