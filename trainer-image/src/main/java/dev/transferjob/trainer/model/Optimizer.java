package dev.transferjob.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.engine.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Updates groups of parameters. A step clips the gradients of all groups by their common norm and
 * updates, in one native call however many parameters there are. All parameters must be trainable
 * and reached by the loss.
 */
public final class Optimizer implements AutoCloseable {
  private final Torch torch;
  private final UpdateRule rule;
  private final OptimizerKernel kernel;
  private final NDManager owned;
  private final OptimizerKernel.Operands operands;
  private final double[] multipliers;
  private final List<NDList> tensors = new ArrayList<>();
  private final Map<String, NDArray> state = new LinkedHashMap<>();
  private Optional<NDList> gradients = Optional.empty();

  public Optimizer(Torch torch, UpdateRule rule, List<ParameterGroup> groups) {
    this(torch, rule, groups, Anchors.NONE);
  }

  /**
   * @param anchors what parameters are pulled to
   */
  public Optimizer(Torch torch, UpdateRule rule, List<ParameterGroup> groups, Anchors anchors) {
    this.torch = torch;
    this.rule = rule;
    this.kernel = new OptimizerKernel(torch);
    this.owned = torch.newScope();
    List<ParameterGroup> filled =
        groups.stream().filter(group -> !group.parameters().isEmpty()).toList();
    List<NetworkParameter> all =
        filled.stream().flatMap(group -> group.parameters().stream()).toList();
    this.multipliers =
        filled.stream().mapToDouble(ParameterGroup::learningRateMultiplier).toArray();
    this.operands = operands(filled, all, anchors);
    if (!all.isEmpty()) {
      rule.state().forEach(name -> remember(name, all));
    }
  }

  private OptimizerKernel.Operands operands(
      List<ParameterGroup> groups, List<NetworkParameter> all, Anchors anchors) {
    long[] ends = groups.stream().mapToLong(group -> group.parameters().size()).toArray();
    Arrays.parallelPrefix(ends, Long::sum);
    LongStream.Builder anchored = LongStream.builder();
    NDList values = new NDList();
    for (int i = 0; i < all.size(); i++) {
      TensorData anchor = anchors.values().get(all.get(i).name());
      if (anchor != null) {
        anchored.add(i);
        values.add(owned.create(anchor.values(), anchor.shape()));
      }
    }
    return new OptimizerKernel.Operands(
        arrays(all),
        anchored.build().toArray(),
        values,
        anchors.strength(),
        ends,
        groups.stream().mapToDouble(ParameterGroup::weightDecay).toArray());
  }

  private static NDList arrays(List<NetworkParameter> parameters) {
    return new NDList(parameters.stream().map(NetworkParameter::array).toArray(NDArray[]::new));
  }

  private void remember(String name, List<NetworkParameter> all) {
    NDList parameters = operands.parameters();
    NDList zeros =
        name.equals("step") ? kernel.counters(owned, parameters) : kernel.zeros(owned, parameters);
    for (int i = 0; i < zeros.size(); i++) {
      state.put(all.get(i).name() + "." + name, zeros.get(i));
    }
    tensors.add(zeros);
  }

  /** Adds the gradients of a loss, one value, to those that the next step takes. */
  public void backward(NDArray loss) {
    NDList more = kernel.gradients(loss, operands.parameters());
    if (gradients.isPresent()) {
      try (more;
          NDList before = gradients.get()) {
        gradients = Optional.of(kernel.sum(before, more));
      }
    } else {
      gradients = Optional.of(more);
    }
  }

  /**
   * One update by the gradients of {@link #backward}, which are used up.
   *
   * @param learningRate before the groups' multipliers
   * @param clipNorm the largest common norm of all gradients; infinite to leave them
   * @return the norm before clipping; not finite if training has diverged, and then nothing is
   *     updated
   */
  public double step(double learningRate, double clipNorm) {
    double[] rates =
        Arrays.stream(multipliers).map(multiplier -> learningRate * multiplier).toArray();
    try (NDList used = gradients.orElseThrow()) {
      return kernel.step(rule, operands, used, tensors, rates, clipNorm);
    } finally {
      gradients = Optional.empty();
    }
  }

  /** A copy of what is remembered, by parameter and state name: {@code fc.weight.exp_avg}. */
  public Map<String, TensorData> copyState() {
    return TensorState.map(state, TensorData::copyOf);
  }

  /** The same, each read when it is asked for. */
  public Map<String, TensorData> liveState() {
    return TensorState.map(state, TensorData::live);
  }

  /**
   * Puts a copy back; parameters that it does not know start afresh.
   *
   * @throws IllegalArgumentException if it is of other parameters or another rule
   */
  public void restore(Map<String, TensorData> copy) {
    if (!state.keySet().containsAll(copy.keySet())) {
      throw new IllegalArgumentException("the saved optimizer state is of other parameters");
    }
    copy.forEach((name, values) -> torch.copy(values, state.get(name)));
  }

  @Override
  public void close() {
    gradients.ifPresent(NDList::close);
    owned.close();
    kernel.close();
  }
}
