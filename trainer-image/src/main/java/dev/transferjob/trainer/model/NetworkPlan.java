package dev.transferjob.trainer.model;

import dev.transferjob.trainer.engine.ScriptModule;
import dev.transferjob.trainer.engine.ScriptTensor;
import dev.transferjob.trainer.graph.Block;
import dev.transferjob.trainer.graph.Value;
import java.util.List;
import java.util.Optional;

/**
 * An architecture for a number of classes, before it has weights.
 *
 * @param root from images to logits
 * @param backbone what the head takes: (N, features)
 * @param units the backbone from the input on
 * @param head the name of the linear layer behind it
 * @param features how many values the head takes
 * @param auxiliary a second head, only for training
 */
record NetworkPlan(
    Block root,
    Value backbone,
    List<Unit> units,
    String head,
    int features,
    int classes,
    Optional<AuxiliaryHead> auxiliary) {

  NetworkPlan {
    units = List.copyOf(units);
  }

  ScriptModule module() {
    return new NetworkScript(this).module();
  }

  List<ScriptTensor> tensors() {
    return ScriptTensor.of(module());
  }

  boolean inHead(String tensor) {
    return tensor.startsWith(head + ".");
  }

  /** Whether it is made anew for new classes. */
  boolean tellsClassesApart(String tensor) {
    return inHead(tensor)
        || auxiliary.filter(second -> tensor.startsWith(second.classifier() + ".")).isPresent();
  }

  /** The index of the unit that holds a tensor; one more than the last for the head. */
  int unitOf(String tensor) {
    for (int i = 0; i < units.size(); i++) {
      if (units.get(i).contains(tensor)) {
        return i;
      }
    }
    return units.size();
  }

  /** The network as it is used once it is trained. */
  NetworkPlan withoutAuxiliary() {
    return new NetworkPlan(root, backbone, units, head, features, classes, Optional.empty());
  }
}
