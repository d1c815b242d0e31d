package dev.transferjob.trainer.engine;

import ai.djl.ndarray.types.Shape;
import dev.transferjob.trainer.engine.ScriptModule.Buffer;
import dev.transferjob.trainer.engine.ScriptModule.Parameter;
import java.util.List;
import java.util.function.Consumer;

/**
 * A parameter or buffer in a module tree.
 *
 * @param name dotted, such as {@code layer1.0.bn1.running_mean}
 * @param expression TorchScript for it, seen from the root's methods
 * @param trained false for a buffer
 */
public record ScriptTensor(
    String name, String expression, Shape shape, Initializer initializer, boolean trained) {

  /** All tensors below {@code root} in the order of the tree. */
  public static List<ScriptTensor> of(ScriptModule root) {
    return ScriptAttribute.of(root).stream().mapMulti(ScriptTensor::add).toList();
  }

  private static void add(ScriptAttribute attribute, Consumer<ScriptTensor> into) {
    String name = attribute.name();
    switch (attribute.value()) {
      case Parameter(Shape shape, Initializer fill) ->
          into.accept(new ScriptTensor(name, attribute.expression(), shape, fill, true));
      case Buffer(Shape shape, Initializer fill) ->
          into.accept(new ScriptTensor(name, attribute.expression(), shape, fill, false));
      default -> {}
    }
  }
}
