package dev.transferjob.trainer.model;

import dev.transferjob.trainer.engine.ScriptAttribute;
import dev.transferjob.trainer.engine.ScriptModule;
import dev.transferjob.trainer.engine.ScriptTensor;
import dev.transferjob.trainer.graph.TorchScript;
import dev.transferjob.trainer.graph.Value;
import java.util.stream.Collectors;

/**
 * A network as TorchScript. The root's methods: {@code extract_features} (N, 3, H, W to N, F),
 * {@code classify} (N, F to N, classes), {@code forward}, and what training needs: {@code
 * set_mode}, {@code buffers}, and {@code both}, the logits of head and auxiliary head.
 */
record NetworkScript(LayeredNetwork plan) {

  /** For training. */
  ScriptModule module() {
    return module("");
  }

  /**
   * For use: {@code forward} also takes decoded images, uint8 (N, H, W, 3).
   *
   * @param preprocess TorchScript for a method of this name that turns such images into what the
   *     network takes
   */
  ScriptModule withImages(String preprocess) {
    return module("if x.dtype == 0:\n  x = self.preprocess(x)\n").methods(preprocess);
  }

  private ScriptModule module(String before) {
    ScriptModule module = TorchScript.withChildren(plan.root());
    plan.auxiliary()
        .ifPresent(second -> module.child(second.name(), TorchScript.module(second.block())));
    module.methods(
        """
        def extract_features(self, x: Tensor) -> Tensor:
          x = torch.contiguous(x, memory_format=2)
        %s  return %s
        def classify(self, x: Tensor) -> Tensor:
          %s = x
        %s  return %s
        def forward(self, x: Tensor) -> Tensor:
        %s  return self.classify(self.extract_features(x))
        """
            .formatted(
                lines(plan.root().input(), plan.backbone()),
                TorchScript.name(plan.backbone()),
                TorchScript.name(plan.backbone()),
                lines(plan.backbone(), plan.root().output()),
                TorchScript.name(plan.root().output()),
                before.indent(2)));
    plan.auxiliary().ifPresent(second -> module.methods(both(second)));
    return module.methods(setMode(module, plan)).methods(buffers(module));
  }

  private String both(AuxiliaryHead second) {
    String tapped = TorchScript.name(second.tap());
    return """
        def both(self, x: Tensor) -> List[Tensor]:
          x = torch.contiguous(x, memory_format=2)
        %s  auxiliary = self.%s.forward(%s)
        %s  return [self.classify(%s), auxiliary]
        """
        .formatted(
            lines(plan.root().input(), second.tap()),
            second.name(),
            tapped,
            lines(second.tap(), plan.backbone()),
            TorchScript.name(plan.backbone()));
  }

  /** One flag per unit and one for the head, so that parts can stay as they are. */
  static String setMode(ScriptModule module, NetworkPlan plan) {
    return ScriptAttribute.of(module).stream()
        .filter(attribute -> attribute.value() instanceof ScriptModule.BooleanValue)
        .map(
            flag ->
                "  %s = %s[%d]\n"
                    .formatted(
                        flag.expression(),
                        flag.lastName().equals(TorchScript.ACTIVE) ? "dropout" : "batch_statistics",
                        plan.unitOf(flag.name())))
        .collect(
            Collectors.joining(
                "",
                "def set_mode(self, batch_statistics: List[bool], dropout: List[bool]) -> int:\n",
                "  return 0\n"));
  }

  static String buffers(ScriptModule module) {
    return ScriptTensor.of(module).stream()
        .filter(tensor -> !tensor.trained())
        .map(ScriptTensor::expression)
        .collect(
            Collectors.joining(
                ", ",
                "def buffers(self) -> List[Tensor]:\n  return annotate(List[Tensor], [",
                "])\n"));
  }

  private String lines(Value from, Value to) {
    return TorchScript.statements(plan.root(), from, to).indent(2);
  }
}
