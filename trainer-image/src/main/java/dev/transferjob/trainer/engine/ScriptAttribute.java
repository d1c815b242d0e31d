package dev.transferjob.trainer.engine;

import dev.transferjob.trainer.engine.ScriptModule.Attribute;
import dev.transferjob.trainer.engine.ScriptModule.Child;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that a module in a tree has, other than a module.
 *
 * @param name dotted, such as {@code layer1.0.bn1.running_mean}
 * @param owner TorchScript for the module that has it, seen from the root's methods
 */
public record ScriptAttribute(String name, String owner, Attribute value) {

  /** All attributes below {@code root} in the order of the tree. */
  public static List<ScriptAttribute> of(ScriptModule root) {
    List<ScriptAttribute> attributes = new ArrayList<>();
    collect(root, "", "self", attributes);
    return attributes;
  }

  /** The name behind the last dot. */
  public String lastName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** TorchScript for it, seen from the root's methods. */
  public String expression() {
    return owner + "." + lastName();
  }

  /** TorchScript for what {@code owner} has under a dotted name. */
  public static String select(String owner, String dottedName) {
    String expression = owner;
    for (String name : dottedName.split("\\.", -1)) {
      // There is no other syntax for numbered attributes.
      expression =
          Character.isDigit(name.charAt(0))
              ? "getattr(%s, \"%s\")".formatted(expression, name)
              : expression + "." + name;
    }
    return expression;
  }

  private static void collect(
      ScriptModule module, String prefix, String owner, List<ScriptAttribute> into) {
    module
        .attributes()
        .forEach(
            (name, attribute) -> {
              if (attribute instanceof Child(ScriptModule child)) {
                collect(child, prefix + name + ".", select(owner, name), into);
              } else {
                into.add(new ScriptAttribute(prefix + name, owner, attribute));
              }
            });
  }
}
