package dev.transferjob.trainer.model;

import dev.transferjob.trainer.engine.ScriptModule;
import dev.transferjob.trainer.engine.ScriptTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts units and a head together and emits the root's methods: {@code features} (N, 3, H, W to N,
 * F), {@code logits} (N, F to N, classes), {@code forward}, and what training needs: {@code
 * set_mode} and {@code buffers}.
 */
final class NetworkBuilder {
  private final ScriptModule root;
  private final List<Unit> units = new ArrayList<>();
  private final StringBuilder features = new StringBuilder();
  private double dropout;

  NetworkBuilder(String type) {
    this.root = new ScriptModule(type);
  }

  NetworkBuilder child(String name, ScriptModule module) {
    root.child(name, module);
    return this;
  }

  /**
   * @param code TorchScript lines that take and leave {@code x}
   */
  NetworkBuilder unit(String name, String code, String... modules) {
    units.add(new Unit(name, List.of(modules)));
    features.append(code.indent(2));
    return this;
  }

  /** Dropout between the features and the head. */
  NetworkBuilder dropout(double probability) {
    this.dropout = probability;
    return this;
  }

  /** Mean over pixels, then a linear layer. */
  NetworkPlan head(String name, int width, int classes) {
    root.child(name, Layers.linear(width, classes));
    root.flag("dropout_on", false).number("dropout", dropout);
    root.methods(
        """
        def features(self, x: Tensor) -> Tensor:
          x = torch.contiguous(x, memory_format=2)
        %s  return torch.mean(x, [2, 3])
        def logits(self, x: Tensor) -> Tensor:
          return self.%s.forward(torch.dropout(x, self.dropout, self.dropout_on))
        def forward(self, x: Tensor) -> Tensor:
          return self.logits(self.features(x))
        """
            .formatted(features, name));
    root.methods(setMode()).methods(buffers());
    return new NetworkPlan(root, List.copyOf(units), name, width, classes);
  }

  /** One flag per unit, so that frozen parts keep their statistics while others learn theirs. */
  private String setMode() {
    StringBuilder code = new StringBuilder();
    code.append("def set_mode(self, batch_statistics: List[bool], dropout: bool) -> int:\n");
    code.append("  self.dropout_on = dropout\n");
    for (ScriptTensor tensor : ScriptTensor.of(root)) {
      if (tensor.lastName().equals("running_mean")) {
        code.append(
            "  %s.batch_statistics = batch_statistics[%d]\n"
                .formatted(tensor.owner(), unitOf(tensor.name())));
      }
    }
    return code.append("  return 0\n").toString();
  }

  private int unitOf(String tensor) {
    for (int i = 0; i < units.size(); i++) {
      if (units.get(i).contains(tensor)) {
        return i;
      }
    }
    throw new IllegalStateException(tensor + " is in no unit");
  }

  private String buffers() {
    StringBuilder code = new StringBuilder("def buffers(self) -> List[Tensor]:\n  return [");
    for (ScriptTensor tensor : ScriptTensor.of(root)) {
      if (!tensor.trained()) {
        code.append(tensor.expression()).append(", ");
      }
    }
    return code.append("]\n").toString();
  }
}
