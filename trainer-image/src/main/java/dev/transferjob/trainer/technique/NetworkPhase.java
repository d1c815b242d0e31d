package dev.transferjob.trainer.technique;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.transferjob.trainer.model.Anchors;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkParameter;
import dev.transferjob.trainer.model.Unit;
import dev.transferjob.trainer.train.Examples;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/** Trains some or all parameters of a network, together with its head. */
class NetworkPhase extends PlannedPhase {
  private final Material material;
  private final Plan plan;
  private Set<String> trained = Set.of();

  /**
   * What to do.
   *
   * @param movesStatistics whether BatchNorm uses and learns the batch's statistics in the units
   *     that learn
   * @param refines whether a phase with the same measure of its epochs has just ended
   */
  record Plan(
      Course course,
      TrainedLayers layers,
      boolean movesStatistics,
      LayerRates rates,
      Anchors anchors,
      Duration limit,
      boolean refines) {

    /** Trains everything alike. */
    static Plan whole(Course course, Network network, Duration limit) {
      return new Plan(
          course, TrainedLayers.all(network), true, LayerRates.ALIKE, Anchors.NONE, limit, false);
    }

    /** The same, ended early after so long. */
    Plan limited(Duration otherLimit) {
      return new Plan(course, layers, movesStatistics, rates, anchors, otherLimit, refines);
    }
  }

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
    thaw(0);
  }

  @Override
  public boolean thaw(int epoch) {
    Set<String> now = plan.layers().at(epoch);
    boolean isMore = !now.equals(trained);
    trained = now;
    network.trainable(trained());
    network.batchStatistics(unit -> plan.movesStatistics() && learns(unit));
    return isMore;
  }

  private boolean learns(Unit unit) {
    return trained.stream().anyMatch(unit::contains);
  }

  @Override
  public boolean refines() {
    return plan.refines();
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
    return parameter -> parameter.inHead() || trained.contains(parameter.name());
  }

  @Override
  public Anchors anchors() {
    return plan.anchors();
  }

  @Override
  public double rateMultiplier(NetworkParameter parameter) {
    boolean isNew = parameter.inHead() || network.tellsClassesApart(parameter.name());
    return isNew ? 1 : plan.rates().of(parameter, network.units());
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
}
