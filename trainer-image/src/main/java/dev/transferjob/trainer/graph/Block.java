package dev.transferjob.trainer.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A layer made of layers: what happens to a value from the block's input to its output. Written
 * once, in Java; TorchScript and ONNX are both made from it.
 */
public final class Block implements Layer {

  /** How a value is made out of earlier ones. */
  record Step(Operation operation, List<Value> inputs, Value result) {}

  private final String type;
  private final Map<String, Layer> children = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final Value input = new Value(this, 0);

  private Block(String type) {
    this.type = type;
  }

  /**
   * A block that turns its input into its output by {@code flow}.
   *
   * @param type its class name in TorchScript
   */
  public static Block of(String type, UnaryOperator<Value> flow) {
    Block block = new Block(type);
    if (flow.apply(block.input) != block.output()) {
      throw new IllegalArgumentException(type + " does not end with what it makes last");
    }
    return block;
  }

  /** Layers named 0, 1, …, applied one after the other. */
  public static Block sequential(Layer... layers) {
    Block block = new Block("Sequential");
    Value value = block.input;
    for (int i = 0; i < layers.length; i++) {
      value = value.apply(Integer.toString(i), layers[i]);
    }
    return block;
  }

  /** A block that is filled step by step, from its {@link #input} on. */
  public static Block open(String type) {
    return new Block(type);
  }

  /** The same with another layer in the place of one that a step applies. */
  public Block replacing(String dottedName, Layer layer) {
    Block copy = new Block(type);
    copy.children.putAll(children);
    int dot = dottedName.indexOf('.');
    if (dot < 0) {
      copy.children.replace(dottedName, layer);
    } else {
      copy.children.computeIfPresent(
          dottedName.substring(0, dot),
          (_, group) -> ((Block) group).replacing(dottedName.substring(dot + 1), layer));
    }
    for (Step step : steps) {
      Operation operation =
          step.operation() instanceof Operation.Apply(String name, var _) && name.equals(dottedName)
              ? new Operation.Apply(name, layer)
              : step.operation();
      copy.steps.add(new Step(operation, step.inputs(), step.result()));
    }
    return copy;
  }

  String type() {
    return type;
  }

  public Value input() {
    return input;
  }

  public Value output() {
    return steps.isEmpty() ? input : steps.getLast().result();
  }

  /** The dotted names of the layers that all steps but the first so many apply. */
  public List<String> applied(int afterSteps) {
    return steps.subList(afterSteps, steps.size()).stream()
        .map(Step::operation)
        .mapMulti(Block::addName)
        .toList();
  }

  private static void addName(Operation operation, Consumer<String> into) {
    if (operation instanceof Operation.Apply(String name, var _)) {
      into.accept(name);
    }
  }

  /** In the order in which they were applied. */
  Map<String, Layer> children() {
    return Collections.unmodifiableMap(children);
  }

  List<Step> steps() {
    return Collections.unmodifiableList(steps);
  }

  Value add(Operation operation, List<Value> inputs) {
    inputs.forEach(Value::use);
    Value result = new Value(this, steps.size() + 1);
    steps.add(new Step(operation, inputs, result));
    return result;
  }

  void child(String dottedName, Layer layer) {
    int dot = dottedName.indexOf('.');
    if (dot >= 0) {
      Layer group =
          children.computeIfAbsent(dottedName.substring(0, dot), name -> new Block("ModuleList"));
      ((Block) group).child(dottedName.substring(dot + 1), layer);
    } else if (children.putIfAbsent(dottedName, layer) != null) {
      throw new IllegalArgumentException(type + " has two layers " + dottedName);
    }
  }
}
