package dev.transferjob.trainer.technique;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.transferjob.api.HeadSource;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkParameter;
import dev.transferjob.trainer.train.Examples;
import java.util.function.Predicate;

/**
 * Trains the head on the frozen backbone's features (a linear probe). With a cache each sample is
 * forwarded once; without, in every epoch anew, which augmentation needs.
 */
final class HeadPhase extends PlannedPhase {
  private static final double CACHED_WORK = 0.01;

  private final Material material;
  private final Plan plan;
  private Examples train;
  private Examples validation;
  private Standardization standardization;

  /**
   * What to do.
   *
   * @param views augmented ones of each sample, if it is cached; 1: the sample as it is
   */
  record Plan(Course course, HeadSource head, boolean isCached, int views) {}

  HeadPhase(Workshop workshop, Network network, Material material, Plan plan) {
    super(workshop, network, plan.course());
    this.material = material;
    this.plan = plan;
  }

  @Override
  public void arm() {
    network.trainable(NetworkParameter::inHead);
    network.batchStatistics(unit -> false);
    if (plan.isCached()) {
      var pass = new FeaturePass(workshop, network, recipe().seed());
      train =
          plan.views() == 1 ? pass.of(material.train()) : pass.of(material.train(), plan.views());
      validation = pass.of(material.validation());
    } else {
      workshop.tracker().enter(stage(), epochs());
      train = material.train();
      validation = material.validation();
    }
    standardization = Standardization.of(workshop, train, this::features, network.featureCount());
  }

  @Override
  public void begin() {
    if (plan.head() == HeadSource.Pretrained) {
      standardization.unfold(network);
    }
  }

  @Override
  public Examples train() {
    return train;
  }

  @Override
  public Examples validation() {
    return validation;
  }

  @Override
  public Predicate<NetworkParameter> trained() {
    return NetworkParameter::inHead;
  }

  @Override
  public double rateMultiplier(NetworkParameter parameter) {
    return 1;
  }

  @Override
  NDList forward(NDArray inputs) {
    return new NDList(network.head(standardization.apply(features(inputs))));
  }

  @Override
  public NDArray evaluate(NDArray inputs) {
    return network.evaluateHead(standardization.apply(features(inputs)));
  }

  @Override
  public boolean changes(String tensor) {
    return network.inHead(tensor);
  }

  @Override
  public void end() {
    standardization.fold(network);
  }

  @Override
  public double setupWork() {
    return plan.isCached()
        ? material.train().size() * plan.views() + material.validation().size()
        : 0;
  }

  @Override
  public double trainingWork() {
    return plan.isCached() ? CACHED_WORK : 1;
  }

  @Override
  public double evaluationWork() {
    return plan.isCached() ? CACHED_WORK : 1;
  }

  private NDArray features(NDArray inputs) {
    return plan.isCached() ? inputs : network.features(inputs);
  }
}
