package dev.transferjob.trainer.model;

import dev.transferjob.trainer.engine.ScriptModule;
import dev.transferjob.trainer.engine.ScriptTensor;
import java.util.List;
import java.util.Optional;

/** A network for a number of classes, before it has weights. */
sealed interface NetworkPlan permits LayeredNetwork, GivenNetwork {

  /** For training. */
  ScriptModule module();

  /** What is saved, in the module's order. */
  List<ScriptTensor> tensors();

  /** The backbone from the input on. */
  List<Unit> units();

  /** The name of what is behind the backbone. */
  String head();

  /** How many values the head takes. */
  int features();

  int classes();

  /** A second head, only for training. */
  default Optional<AuxiliaryHead> auxiliary() {
    return Optional.empty();
  }

  /** The network as it is used once it is trained. */
  default NetworkPlan withoutAuxiliary() {
    return this;
  }

  default boolean inHead(String tensor) {
    return tensor.startsWith(head() + ".");
  }

  /** Whether it is made anew for new classes. */
  default boolean tellsClassesApart(String tensor) {
    return inHead(tensor)
        || auxiliary().filter(second -> tensor.startsWith(second.classifier() + ".")).isPresent();
  }

  /** The index of the unit that holds a tensor; one more than the last for the head. */
  default int unitOf(String tensor) {
    for (int i = 0; i < units().size(); i++) {
      if (units().get(i).contains(tensor)) {
        return i;
      }
    }
    return units().size();
  }
}
