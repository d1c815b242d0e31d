package dev.transferjob.trainer.engine;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A TorchScript module before it is written: its attributes in order, and its methods as text.
 * Submodules become attributes, so parameters get dotted names such as {@code
 * layer1.0.conv1.weight}.
 */
public final class ScriptModule {

  /** What a module has under a name. */
  public sealed interface Attribute {}

  /** A tensor that is trained. */
  public record Parameter(Shape shape, Initializer initializer) implements Attribute {}

  /** A tensor that is saved but not trained, such as BatchNorm's running mean. */
  public record Buffer(Shape shape, Initializer initializer) implements Attribute {}

  public record Child(ScriptModule module) implements Attribute {}

  /** A module from elsewhere. */
  record Foreign(ScriptFile file) implements Attribute {}

  public record IntegerValue(long value) implements Attribute {}

  public record FloatValue(double value) implements Attribute {}

  public record BooleanValue(boolean value) implements Attribute {}

  private final String type;
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private final StringBuilder methods = new StringBuilder();

  /**
   * @param type the class name in the archive; modules with different code get a numbered one
   */
  public ScriptModule(String type) {
    this.type = type;
  }

  public ScriptModule parameter(String name, Initializer initializer, long... shape) {
    return with(name, new Parameter(new Shape(shape), initializer));
  }

  public ScriptModule buffer(String name, Initializer initializer, long... shape) {
    return with(name, new Buffer(new Shape(shape), initializer));
  }

  public ScriptModule child(String name, ScriptModule module) {
    return with(name, new Child(module));
  }

  /** A module from elsewhere; only a root may have one, and only one. */
  public ScriptModule foreign(String name, ScriptFile file) {
    return with(name, new Foreign(file));
  }

  Optional<ScriptFile> foreign() {
    return attributes.values().stream().mapMulti(ScriptModule::addFile).findFirst();
  }

  private static void addFile(Attribute attribute, Consumer<ScriptFile> into) {
    if (attribute instanceof Foreign(ScriptFile file)) {
      into.accept(file);
    }
  }

  public ScriptModule integer(String name, long value) {
    return with(name, new IntegerValue(value));
  }

  public ScriptModule number(String name, double value) {
    return with(name, new FloatValue(value));
  }

  public ScriptModule flag(String name, boolean value) {
    return with(name, new BooleanValue(value));
  }

  /**
   * Adds TorchScript methods: {@code def name(self, x: Tensor) -> Tensor:} and an indented body.
   */
  public ScriptModule methods(String text) {
    methods.append(text);
    return this;
  }

  public String type() {
    return type;
  }

  public Map<String, Attribute> attributes() {
    return attributes;
  }

  String methodText() {
    return methods.toString();
  }

  private ScriptModule with(String name, Attribute attribute) {
    if (attributes.putIfAbsent(name, attribute) != null) {
      throw new IllegalArgumentException(type + " has two attributes " + name);
    }
    return this;
  }
}
