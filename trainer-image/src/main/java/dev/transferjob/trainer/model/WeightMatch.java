package dev.transferjob.trainer.model;

import dev.transferjob.trainer.engine.ScriptTensor;
import dev.transferjob.trainer.engine.TensorData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** How given weights differ from what an architecture has. */
final class WeightMatch {
  private static final int SHOWN = 5;

  private final String source;
  private final List<String> missing = new ArrayList<>();
  private final List<String> wrongShape = new ArrayList<>();
  private final Set<String> unexpected;

  private WeightMatch(String source, Set<String> names) {
    this.source = source;
    this.unexpected = new TreeSet<>(names);
  }

  static WeightMatch of(NetworkPlan plan, Map<String, TensorData> weights, String source) {
    return of(plan, weights, source, name -> true);
  }

  /** Compares only what {@code wanted} accepts by name; the rest of either side does not matter. */
  static WeightMatch of(
      NetworkPlan plan, Map<String, TensorData> weights, String source, Predicate<String> wanted) {
    WeightMatch match = new WeightMatch(source, weights.keySet());
    match.unexpected.removeIf(name -> !wanted.test(name));
    for (ScriptTensor tensor : plan.tensors()) {
      if (wanted.test(tensor.name())) {
        match.compare(tensor, weights.get(tensor.name()));
      }
    }
    return match;
  }

  private void compare(ScriptTensor tensor, TensorData given) {
    unexpected.remove(tensor.name());
    if (given == null) {
      missing.add(tensor.name());
    } else if (!given.shape().equals(tensor.shape())) {
      wrongShape.add(
          "%s is %s instead of %s".formatted(tensor.name(), given.shape(), tensor.shape()));
    }
  }

  void requireAll() {
    List<String> faults = new ArrayList<>();
    describe("missing", missing, faults);
    describe("unexpected", List.copyOf(unexpected), faults);
    describe("wrong shape", wrongShape, faults);
    if (!faults.isEmpty()) {
      throw new ModelInvalidException(
          source
              + " does not fit the architecture: "
              + String.join("; ", faults)
              + ". Check spec.model.architecture and spec.model.weights.uri.");
    }
  }

  private static void describe(String fault, List<String> names, List<String> faults) {
    if (!names.isEmpty()) {
      String more = names.size() > SHOWN ? ", … (" + names.size() + " in all)" : "";
      faults.add(
          fault + ": " + String.join(", ", names.subList(0, Math.min(SHOWN, names.size()))) + more);
    }
  }
}
