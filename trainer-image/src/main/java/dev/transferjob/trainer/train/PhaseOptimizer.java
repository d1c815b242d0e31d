package dev.transferjob.trainer.train;

import ai.djl.ndarray.NDArray;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.NetworkParameter;
import dev.transferjob.trainer.model.Optimizer;
import dev.transferjob.trainer.model.ParameterGroup;
import dev.transferjob.trainer.model.UpdateRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A phase's optimizer with its groups of parameters. */
final class PhaseOptimizer implements AutoCloseable {
  private final Torch torch;
  private final Phase phase;
  private final Objective objective;
  private Optimizer optimizer;
  private final double learningRate;
  private final double clipNorm;

  PhaseOptimizer(Torch torch, Phase phase, Objective objective) {
    this.torch = torch;
    this.phase = phase;
    this.objective = objective;
    this.learningRate = phase.recipe().learningRate();
    this.clipNorm = phase.recipe().clipNorm().orElse(Double.POSITIVE_INFINITY);
    this.optimizer = made();
  }

  private Optimizer made() {
    return new Optimizer(torch, rule(phase.recipe()), groups(phase, objective), phase.anchors());
  }

  /** Takes in what the phase trains by now; it starts afresh, all else goes on. */
  void regroup() {
    Optimizer before = optimizer;
    optimizer = made();
    optimizer.restore(before.liveState());
    before.close();
  }

  private static UpdateRule rule(Recipe recipe) {
    return switch (recipe.optimizer().name()) {
      case SGD -> new UpdateRule.Sgd(Double.parseDouble(recipe.optimizer().momentum()));
      case AdamW -> new UpdateRule.AdamW();
    };
  }

  /** What a group has in common. */
  private record Kind(double rateMultiplier, double weightDecay) {}

  private static List<ParameterGroup> groups(Phase phase, Objective objective) {
    double decay = Double.parseDouble(phase.recipe().optimizer().weightDecay());
    var byKind = new LinkedHashMap<Kind, List<NetworkParameter>>();
    Stream<NetworkParameter> trained =
        phase.network().parameters().stream().filter(phase.trained());
    Stream.concat(trained, objective.parameters().stream())
        .forEach(
            parameter -> {
              boolean isDecayed =
                  parameter.decays() && !phase.anchors().values().containsKey(parameter.name());
              var kind = new Kind(phase.rateMultiplier(parameter), isDecayed ? decay : 0);
              byKind.computeIfAbsent(kind, any -> new ArrayList<>()).add(parameter);
            });
    var groups = new ArrayList<ParameterGroup>();
    byKind.forEach(
        (kind, parameters) ->
            groups.add(new ParameterGroup(parameters, kind.rateMultiplier(), kind.weightDecay())));
    return groups;
  }

  /** Adds the gradients of a loss to those that the next step takes. */
  void backward(NDArray loss) {
    optimizer.backward(loss);
  }

  /**
   * Updates the weights.
   *
   * @return the gradients' norm before clipping; not finite if nothing was updated
   */
  double step(double rateFactor) {
    return optimizer.step(learningRate * rateFactor, clipNorm);
  }

  Map<String, TensorData> state() {
    return optimizer.liveState();
  }

  void restore(Map<String, TensorData> state) {
    optimizer.restore(state);
  }

  @Override
  public void close() {
    optimizer.close();
  }
}
