package dev.transferjob.trainer.model;

import dev.transferjob.trainer.engine.TorchModule;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which parts of a network's module behave as in training: BatchNorm by batch statistics, dropout
 * on. It is told to the module only when that changes.
 */
final class NetworkMode {
  /** What the module is set to. */
  private enum Setting {
    UNKNOWN,
    TRAINING,
    EVALUATION
  }

  private final NetworkPlan plan;
  private final TorchModule module;
  private final boolean[] batchStatistics;
  private final boolean[] learns;
  private boolean dropout = true;
  private Setting set = Setting.UNKNOWN;

  NetworkMode(NetworkPlan plan, TorchModule module) {
    this.plan = plan;
    this.module = module;
    this.batchStatistics = new boolean[plan.units().size() + 1];
    this.learns = new boolean[batchStatistics.length];
  }

  /** Names what is trained; parts where nothing is have no dropout. */
  void trained(List<NetworkParameter> parameters) {
    Arrays.fill(learns, false);
    parameters.forEach(parameter -> learns[plan.unitOf(parameter.name())] = true);
    set = Setting.UNKNOWN;
  }

  void batchStatistics(Predicate<Unit> wanted) {
    for (int i = 0; i < plan.units().size(); i++) {
      batchStatistics[i] = wanted.test(plan.units().get(i));
    }
    set = Setting.UNKNOWN;
  }

  void dropout(boolean on) {
    dropout = on;
    set = Setting.UNKNOWN;
  }

  /** Whether something is trained in the part that holds this tensor. */
  boolean learns(String tensor) {
    return learns[plan.unitOf(tensor)];
  }

  /** Whether BatchNorm uses batch statistics where this tensor of the backbone is. */
  boolean usesBatchStatistics(String tensor) {
    return batchStatistics[plan.unitOf(tensor)];
  }

  void training() {
    enter(Setting.TRAINING, batchStatistics, dropout ? learns : none());
  }

  void evaluation() {
    enter(Setting.EVALUATION, none(), none());
  }

  private boolean[] none() {
    return new boolean[learns.length];
  }

  private void enter(Setting wanted, boolean[] statistics, boolean[] dropouts) {
    if (set != wanted) {
      module.apply("set_mode", statistics, dropouts);
      set = wanted;
    }
  }
}
