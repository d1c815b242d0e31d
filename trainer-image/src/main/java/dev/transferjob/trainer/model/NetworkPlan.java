package dev.transferjob.trainer.model;

import static dev.transferjob.trainer.graph.Dropout.dropout;
import static dev.transferjob.trainer.graph.Linear.linear;

import dev.transferjob.api.Head;
import dev.transferjob.trainer.engine.ScriptModule;
import dev.transferjob.trainer.engine.ScriptTensor;
import dev.transferjob.trainer.graph.Block;
import dev.transferjob.trainer.graph.Layer;
import dev.transferjob.trainer.graph.NearestNeighbors;
import dev.transferjob.trainer.graph.Value;
import java.util.List;
import java.util.Optional;

/**
 * An architecture for a number of classes, before it has weights.
 *
 * @param root from images to logits
 * @param backbone what the head takes: (N, features)
 * @param units the backbone from the input on
 * @param head the name of what is behind it
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

  /**
   * The same with this form of head.
   *
   * @param samples that are trained on, which may be neighbours
   */
  NetworkPlan with(Head form, int samples) {
    return switch (form.type()) {
      case Linear -> this;
      case Mlp -> with(mlp(form.hiddenWidth(), Double.parseDouble(form.dropout())));
      case KNearestNeighbors -> with(neighbors(form.neighbors(), samples));
    };
  }

  private NetworkPlan with(Layer layer) {
    return new NetworkPlan(
        root.replacing(head, layer), backbone, units, head, features, classes, auxiliary);
  }

  private Layer neighbors(int count, int samples) {
    if (count > samples) {
      throw new ModelInvalidException(
          "spec.model.head.neighbors is %d, but there are %d training samples"
              .formatted(count, samples));
    }
    return new NearestNeighbors(samples, features, classes, count);
  }

  /** Named as PyTorch names a {@code Sequential} of these four. */
  private Block mlp(int width, double probability) {
    return Block.of(
        "Mlp",
        x ->
            x.apply("0", linear(features, width))
                .relu()
                .apply("2", dropout(probability))
                .apply("3", linear(width, classes)));
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
