package dev.transferjob.trainer.model;

import dev.transferjob.trainer.engine.ScriptModule;
import dev.transferjob.trainer.engine.ScriptTensor;
import java.util.List;

/**
 * An architecture for a number of classes, before it has weights.
 *
 * @param module the root module; its methods are those of {@link NetworkBuilder}
 * @param units the backbone from the input on
 * @param head the name of the linear layer behind it
 * @param features how many values the head takes
 */
record NetworkPlan(ScriptModule module, List<Unit> units, String head, int features, int classes) {

  List<ScriptTensor> tensors() {
    return ScriptTensor.of(module);
  }

  boolean inHead(String tensor) {
    return tensor.startsWith(head + ".");
  }
}
