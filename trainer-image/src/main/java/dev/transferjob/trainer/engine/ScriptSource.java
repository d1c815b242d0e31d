package dev.transferjob.trainer.engine;

import dev.transferjob.trainer.engine.ScriptModule.Attribute;
import dev.transferjob.trainer.engine.ScriptModule.BooleanValue;
import dev.transferjob.trainer.engine.ScriptModule.Buffer;
import dev.transferjob.trainer.engine.ScriptModule.Child;
import dev.transferjob.trainer.engine.ScriptModule.FloatValue;
import dev.transferjob.trainer.engine.ScriptModule.Foreign;
import dev.transferjob.trainer.engine.ScriptModule.IntegerValue;
import dev.transferjob.trainer.engine.ScriptModule.Parameter;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.Predicate;

/** The class text of a module tree. Modules with the same text share one class. */
final class ScriptSource {
  private final Map<String, String> classByText = new LinkedHashMap<>();
  private final IdentityHashMap<ScriptModule, String> classByModule = new IdentityHashMap<>();
  private final Map<String, Integer> used = new HashMap<>();
  private final String place;
  private final StringBuilder text = new StringBuilder();

  ScriptSource(ScriptModule root) {
    place = root.foreign().map(file -> "__torch__." + file.freePackage()).orElse("__torch__");
    declare(root);
  }

  /** The qualifier of all class names. */
  String place() {
    return place;
  }

  String text() {
    return text.toString();
  }

  String className(ScriptModule module) {
    return classByModule.get(module);
  }

  /** Children first, because TorchScript reads a type before its use. */
  private String declare(ScriptModule module) {
    StringBuilder body = new StringBuilder();
    body.append("  __parameters__ = [").append(names(module, Parameter.class::isInstance));
    body.append("]\n  __buffers__ = [").append(names(module, Buffer.class::isInstance));
    body.append("]\n  training : bool\n");
    StringBuilder numbered = new StringBuilder();
    for (Entry<String, Attribute> entry : module.attributes().entrySet()) {
      String type = typeOf(entry.getValue());
      if (Character.isDigit(entry.getKey().charAt(0))) {
        numbered.append("  __annotations__[\"%s\"] = %s\n".formatted(entry.getKey(), type));
      } else {
        body.append("  %s : %s\n".formatted(entry.getKey(), type));
      }
    }
    if (!numbered.isEmpty()) {
      body.append("  __annotations__ = []\n").append(numbered);
    }
    body.append(module.methodText().indent(2));
    String name = classByText.computeIfAbsent(body.toString(), key -> newClass(module, key));
    classByModule.put(module, name);
    return name;
  }

  private String newClass(ScriptModule module, String body) {
    int number = used.merge(module.type(), 1, Integer::sum);
    String name = number == 1 ? module.type() : module.type() + "_" + number;
    text.append("class ").append(name).append("(Module):\n").append(body);
    return name;
  }

  private String typeOf(Attribute attribute) {
    return switch (attribute) {
      case Parameter _, Buffer _ -> "Tensor";
      case Child(ScriptModule module) -> place + "." + declare(module);
      case Foreign(ScriptFile file) -> file.type();
      case IntegerValue _ -> "int";
      case FloatValue _ -> "float";
      case BooleanValue _ -> "bool";
    };
  }

  private static String names(ScriptModule module, Predicate<Attribute> wanted) {
    StringBuilder names = new StringBuilder();
    module
        .attributes()
        .forEach(
            (name, attribute) -> {
              if (wanted.test(attribute)) {
                names.append('"').append(name).append("\", ");
              }
            });
    return names.toString();
  }
}
