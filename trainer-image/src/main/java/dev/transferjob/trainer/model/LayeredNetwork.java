package dev.transferjob.trainer.model;

import dev.transferjob.api.Head;
import dev.transferjob.api.HeadType;
import dev.transferjob.trainer.engine.ScriptModule;
import dev.transferjob.trainer.engine.ScriptTensor;
import dev.transferjob.trainer.graph.Block;
import dev.transferjob.trainer.graph.Layer;
import dev.transferjob.trainer.graph.Value;
import java.util.List;
import java.util.Optional;

/**
 * A network that is described here.
 *
 * @param root from images to logits
 * @param backbone what the head takes: (N, features)
 * @param units the backbone from the input on
 * @param head the name of what is behind it
 * @param features how many values the head takes
 * @param auxiliary a second head, only for training
 */
record LayeredNetwork(
    Block root,
    Value backbone,
    List<Unit> units,
    String head,
    int features,
    int classes,
    Optional<AuxiliaryHead> auxiliary)
    implements NetworkPlan {

  LayeredNetwork {
    units = List.copyOf(units);
  }

  /**
   * The same with this form of head.
   *
   * @param samples that are trained on, which may be neighbours
   */
  LayeredNetwork with(Head form, int samples) {
    if (form.type() == HeadType.Linear) {
      return this; // with the architecture's own first values
    }
    Layer layer = HeadLayer.of(form, features, classes, samples);
    return new LayeredNetwork(
        root.replacing(head, layer), backbone, units, head, features, classes, auxiliary);
  }

  @Override
  public ScriptModule module() {
    return new NetworkScript(this).module();
  }

  @Override
  public List<ScriptTensor> tensors() {
    return ScriptTensor.of(module());
  }

  @Override
  public LayeredNetwork withoutAuxiliary() {
    return new LayeredNetwork(root, backbone, units, head, features, classes, Optional.empty());
  }
}
