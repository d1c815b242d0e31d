package dev.transferjob.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.transferjob.trainer.engine.ScriptModule;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.engine.TorchModule;
import java.util.List;

/**
 * The optimizers' arithmetic over whole lists of tensors, by PyTorch's fused operators. A step is
 * one native call: pull to the anchors, clip, update each group. Gradients are new tensors in every
 * step, which costs less than to zero old ones and add to them; none is changed in place, since two
 * parameters may have one and the same.
 */
final class OptimizerKernel implements AutoCloseable {
  // gradients: in the parameters' memory orders, which the fused updates go by.
  // part: appends, since TorchScript takes a slice's tensors for new ones and drops their update.
  // parts: single precision loses three digits when it adds up the squares of VGG's first linear
  // layer at once, so that one's norm is taken row by row.
  private static final String CODE =
      """
      def gradients(self, loss: Tensor, parameters: List[Tensor]) -> List[Tensor]:
        found = torch.grad([loss], parameters, None, None, False, False)
        gradients = annotate(List[Tensor], [])
        for i in range(torch.len(parameters)):
          gradient = unchecked_cast(Tensor, found[i])
          p = parameters[i]
          if torch.ne(torch.stride(gradient), torch.stride(p)):
            gradient = torch.copy_(torch.empty_like(torch.detach(p)), gradient)
          gradients.append(gradient)
        return gradients
      def sum(self, some: List[Tensor], others: List[Tensor]) -> List[Tensor]:
        return torch._foreach_add(some, others)
      def part(self, tensors: List[Tensor], start: int, end: int) -> List[Tensor]:
        part = annotate(List[Tensor], [])
        if torch.len(tensors) > 0:
          for i in range(start, end):
            part.append(tensors[i])
        return part
      def parts(self, gradients: List[Tensor]) -> List[Tensor]:
        parts = annotate(List[Tensor], [])
        for g in gradients:
          if torch.numel(g) > 10000000:
            parts.append(torch.linalg_vector_norm(g, 2, [-1]))
          else:
            parts.append(g)
        return parts
      def norm(self, gradients: List[Tensor]) -> Tensor:
        return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(self.parts(gradients), 2)), 2)
      def clipped(self, gradients: List[Tensor], norm: Tensor, largest: float) -> List[Tensor]:
        if largest < inf:
          scale = torch.mul(torch.reciprocal(torch.add(norm, 1e-6)), largest)
          gradients = torch._foreach_mul(gradients, torch.clamp(scale, None, 1.0))
        return gradients
      def pull(self, gradients: List[Tensor], parameters: List[Tensor], anchored: List[int], anchors: List[Tensor], strength: float) -> int:
        for i in range(torch.len(anchored)):
          place = anchored[i]
          away = torch.sub(torch.detach(parameters[place]), anchors[i])
          gradients[place] = torch.add(gradients[place], away, alpha=strength)
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
      def sgd(self, parameters: List[Tensor], gradients: List[Tensor], anchored: List[int], anchors: List[Tensor], strength: float, largest: float, ends: List[int], rates: List[float], decays: List[float], momentums: List[Tensor], momentum: float) -> Tensor:
        self.pull(gradients, parameters, anchored, anchors, strength)
        norm = self.norm(gradients)
        if bool(torch.isfinite(norm)):
          gradients = self.clipped(gradients, norm, largest)
          start = 0
          for i in range(torch.len(ends)):
            end = ends[i]
            torch._fused_sgd_(self.part(parameters, start, end), self.part(gradients, start, end), self.part(momentums, start, end), weight_decay=decays[i], momentum=momentum, lr=rates[i], dampening=0., nesterov=False, maximize=False, is_first_step=False)
            start = end
        return norm
      def adamw(self, parameters: List[Tensor], gradients: List[Tensor], anchored: List[int], anchors: List[Tensor], strength: float, largest: float, ends: List[int], rates: List[float], decays: List[float], means: List[Tensor], squares: List[Tensor], steps: List[Tensor], beta1: float, beta2: float, eps: float) -> Tensor:
        self.pull(gradients, parameters, anchored, anchors, strength)
        norm = self.norm(gradients)
        if bool(torch.isfinite(norm)):
          gradients = self.clipped(gradients, norm, largest)
          torch._foreach_add_(steps, 1)
          start = 0
          for i in range(torch.len(ends)):
            end = ends[i]
            torch._fused_adamw_(self.part(parameters, start, end), self.part(gradients, start, end), self.part(means, start, end), self.part(squares, start, end), annotate(List[Tensor], []), self.part(steps, start, end), lr=rates[i], beta1=beta1, beta2=beta2, weight_decay=decays[i], eps=eps, amsgrad=False, maximize=False)
            start = end
        return norm
      """;

  private final TorchModule module;

  OptimizerKernel(Torch torch) {
    module = torch.load(new ScriptModule("Optimizer").methods(CODE));
  }

  /**
   * What a step works on; groups lie one after the other.
   *
   * @param anchored places of the parameters that are pulled to their {@code anchors} with {@code
   *     strength}
   * @param ends where each group ends
   * @param decays each group's weight decay
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Operands(
      NDList parameters,
      long[] anchored,
      NDList anchors,
      double strength,
      long[] ends,
      double[] decays) {}

  /** Zeros in the parameters' shapes and memory orders. */
  NDList zeros(NDManager scope, NDList parameters) {
    return module.inferList(scope, "zeros", parameters);
  }

  /** A zero for each parameter, to count its steps. */
  NDList counters(NDManager scope, NDList parameters) {
    return module.inferList(scope, "counters", parameters);
  }

  /** Of a loss, one value, for each parameter; they belong to the parameters' scope. */
  NDList gradients(NDArray loss, NDList parameters) {
    return module.inferList(scope(parameters), "gradients", loss, parameters);
  }

  /** The sums of both lists' tensors. */
  NDList sum(NDList some, NDList others) {
    return module.inferList(scope(some), "sum", some, others);
  }

  private static NDManager scope(NDList tensors) {
    return tensors.getFirst().getManager();
  }

  /**
   * One update.
   *
   * @param gradients of all parameters
   * @param rates each group's learning rate
   * @param largest norm to clip to
   * @return the common norm of all gradients before clipping; if it is not finite, nothing is
   *     updated
   */
  double step(
      UpdateRule rule,
      Operands on,
      NDList gradients,
      List<NDList> state,
      double[] rates,
      double largest) {
    NDManager scope = scope(on.parameters());
    NDArray result =
        switch (rule) {
          case UpdateRule.Sgd(double momentum) ->
              module.infer(
                  scope,
                  "sgd",
                  on.parameters(),
                  gradients,
                  on.anchored(),
                  on.anchors(),
                  on.strength(),
                  largest,
                  on.ends(),
                  rates,
                  on.decays(),
                  state.isEmpty() ? new NDList() : state.getFirst(),
                  momentum);
          case UpdateRule.AdamW(double beta1, double beta2, double epsilon) ->
              module.infer(
                  scope,
                  "adamw",
                  on.parameters(),
                  gradients,
                  on.anchored(),
                  on.anchors(),
                  on.strength(),
                  largest,
                  on.ends(),
                  rates,
                  on.decays(),
                  state.get(0),
                  state.get(1),
                  state.get(2),
                  beta1,
                  beta2,
                  epsilon);
        };
    try (NDArray norm = result) {
      return norm.getFloat();
    }
  }

  @Override
  public void close() {
    module.close();
  }
}
