package dev.transferjob.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.engine.Torch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Updates groups of parameters. A step clips the gradients of all groups by their common norm,
 * updates and zeroes them, in a few native calls however many parameters there are. All parameters
 * must be trainable and reached by the loss.
 */
public final class Optimizer implements AutoCloseable {
  private record Group(
      NDList parameters, List<NDList> state, double multiplier, double weightDecay) {}

  private final Torch torch;
  private final UpdateRule rule;
  private final OptimizerKernel kernel;
  private final NDManager owned;
  private final NDList all = new NDList();
  private final List<Group> groups = new ArrayList<>();
  private final Map<String, NDArray> state = new LinkedHashMap<>();

  public Optimizer(Torch torch, UpdateRule rule, List<ParameterGroup> groups) {
    this.torch = torch;
    this.rule = rule;
    this.kernel = new OptimizerKernel(torch);
    this.owned = torch.newScope();
    groups.stream().filter(group -> !group.parameters().isEmpty()).forEach(this::add);
  }

  private void add(ParameterGroup group) {
    NDList parameters = new NDList();
    group.parameters().forEach(parameter -> parameters.add(parameter.array()));
    List<NDList> tensors = new ArrayList<>();
    for (String name : rule.state()) {
      NDList zeros = kernel.zeros(owned, parameters, name.equals("step"));
      for (int i = 0; i < zeros.size(); i++) {
        state.put(group.parameters().get(i).name() + "." + name, zeros.get(i));
      }
      tensors.add(zeros);
    }
    all.addAll(parameters);
    groups.add(new Group(parameters, tensors, group.learningRateMultiplier(), group.weightDecay()));
  }

  /**
   * One update.
   *
   * @param learningRate before the groups' multipliers
   * @param clipNorm the largest common norm of all gradients; infinite to leave them
   * @return the norm before clipping; not finite if training has diverged, and then nothing is
   *     updated
   */
  public double step(double learningRate, double clipNorm) {
    double norm = kernel.clip(all, clipNorm);
    if (Double.isFinite(norm)) {
      for (Group group : groups) {
        double rate = learningRate * group.multiplier();
        kernel.update(rule, group.parameters(), group.state(), rate, group.weightDecay());
      }
    }
    kernel.zeroGradients(all);
    return norm;
  }

  /** A copy of what is remembered, by parameter and state name: {@code fc.weight.exp_avg}. */
  public Map<String, TensorData> copyState() {
    Map<String, TensorData> copy = new LinkedHashMap<>();
    state.forEach(
        (name, array) -> copy.put(name, new TensorData(array.getShape(), array.toFloatArray())));
    return copy;
  }

  /**
   * Puts a copy back.
   *
   * @throws IllegalArgumentException if it is of other parameters or another rule
   */
  public void restore(Map<String, TensorData> copy) {
    if (!copy.keySet().equals(state.keySet())) {
      throw new IllegalArgumentException("the saved optimizer state is of other parameters");
    }
    state.forEach((name, array) -> torch.copy(copy.get(name), array));
  }

  @Override
  public void close() {
    owned.close();
    kernel.close();
  }
}
