package dev.transferjob.trainer.engine;

import ai.djl.ndarray.types.Shape;
import dev.transferjob.trainer.engine.ScriptModule.Attribute;
import dev.transferjob.trainer.engine.ScriptModule.Buffer;
import dev.transferjob.trainer.engine.ScriptModule.Child;
import dev.transferjob.trainer.engine.ScriptModule.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * A parameter or buffer in a module tree.
 *
 * @param name dotted, such as {@code layer1.0.bn1.running_mean}
 * @param owner TorchScript for the module that holds it, seen from the root's methods
 * @param trained false for a buffer
 */
public record ScriptTensor(
    String name, String owner, Shape shape, Initializer initializer, boolean trained) {

  /** All tensors below {@code root} in the order of the tree. */
  public static List<ScriptTensor> of(ScriptModule root) {
    List<ScriptTensor> tensors = new ArrayList<>();
    collect(root, "", "self", tensors);
    return tensors;
  }

  /** The name behind the last dot. */
  public String lastName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** TorchScript for the tensor, seen from the root's methods. */
  public String expression() {
    return owner + "." + lastName();
  }

  private static void collect(
      ScriptModule module, String prefix, String owner, List<ScriptTensor> into) {
    module.attributes().forEach((name, attribute) -> add(attribute, prefix + name, owner, into));
  }

  private static void add(Attribute attribute, String name, String owner, List<ScriptTensor> into) {
    switch (attribute) {
      case Parameter(Shape shape, Initializer fill) ->
          into.add(new ScriptTensor(name, owner, shape, fill, true));
      case Buffer(Shape shape, Initializer fill) ->
          into.add(new ScriptTensor(name, owner, shape, fill, false));
      case Child(ScriptModule module) -> collect(module, name + ".", select(owner, name), into);
      default -> {}
    }
  }

  /** TorchScript has no syntax for numbered attributes but {@code getattr}. */
  private static String select(String owner, String dottedName) {
    String name = dottedName.substring(dottedName.lastIndexOf('.') + 1);
    return Character.isDigit(name.charAt(0))
        ? "getattr(%s, \"%s\")".formatted(owner, name)
        : owner + "." + name;
  }
}
