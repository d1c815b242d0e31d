package dev.transferjob.trainer.technique;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkParameter;
import dev.transferjob.trainer.model.Unit;
import dev.transferjob.trainer.train.Examples;
import java.time.Duration;
import java.util.function.Predicate;

/** Trains some or all units of a network, together with its head. */
final class NetworkPhase extends PlannedPhase {
  private final Material material;
  private final Plan plan;

  /**
   * What to do.
   *
   * @param trained units that learn
   * @param batchStatistics units whose BatchNorm uses and learns the batch's statistics
   * @param backboneRate the backbone's learning rate as a multiple of the head's
   */
  record Plan(
      Course course,
      Predicate<Unit> trained,
      Predicate<Unit> batchStatistics,
      double backboneRate,
      Duration limit) {}

  NetworkPhase(Workshop workshop, Network network, Material material, Plan plan) {
    super(workshop, network, plan.course());
    this.material = material;
    this.plan = plan;
  }

  @Override
  public Duration limit() {
    return plan.limit();
  }

  @Override
  public void arm() {
    network.trainable(trained());
    network.batchStatistics(plan.batchStatistics());
  }

  @Override
  public void begin() {}

  @Override
  public Examples train() {
    return material.train();
  }

  @Override
  public Examples validation() {
    return material.validation();
  }

  @Override
  public Predicate<NetworkParameter> trained() {
    return parameter -> parameter.inHead() || plan.trained().test(unit(parameter));
  }

  @Override
  public double rateMultiplier(NetworkParameter parameter) {
    return parameter.inHead() ? 1 : plan.backboneRate();
  }

  @Override
  NDList forward(NDArray inputs) {
    return network.forwardWithAuxiliary(inputs);
  }

  @Override
  public NDArray evaluate(NDArray inputs) {
    return network.evaluate(inputs);
  }

  @Override
  public boolean changes(String tensor) {
    return true;
  }

  @Override
  public void end() {}

  @Override
  public double trainingWork() {
    return 3;
  }

  @Override
  public double evaluationWork() {
    return 1;
  }

  private Unit unit(NetworkParameter parameter) {
    return network.units().stream()
        .filter(unit -> unit.name().equals(parameter.unit()))
        .findFirst()
        .orElseThrow();
  }
}
