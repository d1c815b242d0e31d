package dev.transferjob.trainer.model;

import static dev.transferjob.trainer.graph.Dropout.dropout;

import dev.transferjob.trainer.graph.Block;
import dev.transferjob.trainer.graph.Linear;
import dev.transferjob.trainer.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Puts units and a head together. */
final class NetworkBuilder {
  private final Block root;
  private final List<Unit> units = new ArrayList<>();
  private Value value;
  private Optional<AuxiliaryHead> auxiliary = Optional.empty();

  NetworkBuilder(String type) {
    this.root = Block.open(type);
    this.value = root.input();
  }

  /** A part of the backbone that is frozen or trained as a whole. */
  NetworkBuilder unit(String name, UnaryOperator<Value> flow) {
    int before = value.index();
    value = flow.apply(value);
    units.add(new Unit(name, root.applied(before)));
    return this;
  }

  /** A second head on the last unit, which it is trained with. */
  NetworkBuilder auxiliary(String name, Block block, String linear) {
    auxiliary = Optional.of(new AuxiliaryHead(name, block, value, name + "." + linear));
    Unit unit = units.removeLast();
    List<String> modules = new ArrayList<>(unit.modules());
    modules.add(name);
    units.add(new Unit(unit.name(), List.copyOf(modules)));
    return this;
  }

  /** The mean over all pixels. */
  NetworkBuilder globalAverage() {
    value = value.globalAverage();
    return this;
  }

  /** A linear layer on the features. */
  LayeredNetwork head(String name, Linear linear) {
    return plan(value, name, linear);
  }

  /** Dropout, which belongs to the head, and a linear layer. */
  LayeredNetwork head(String dropout, double probability, String name, Linear linear) {
    Value features = value;
    value = value.apply(dropout, dropout(probability));
    return plan(features, name, linear);
  }

  private LayeredNetwork plan(Value features, String name, Linear linear) {
    value.apply(name, linear);
    return new LayeredNetwork(root, features, units, name, linear.in(), linear.out(), auxiliary);
  }
}
