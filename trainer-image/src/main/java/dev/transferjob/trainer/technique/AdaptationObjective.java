package dev.transferjob.trainer.technique;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.transferjob.trainer.domain.DomainBatch;
import dev.transferjob.trainer.domain.DomainLoss;
import dev.transferjob.trainer.domain.Ramp;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkParameter;
import dev.transferjob.trainer.train.Objective;
import dev.transferjob.trainer.train.StepContext;
import dev.transferjob.trainer.train.TensorBatch;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The loss of the labelled source, plus what draws an unlabelled batch of the target to it. Each
 * domain has a forward pass of its own, so that BatchNorm never mixes them.
 */
final class AdaptationObjective implements Objective {
  private final Workshop workshop;
  private final Network network;
  private final Objective source;
  private final DomainLoss domain;
  private final TargetStream target;
  private final Ramp ramp;
  private NDArray features;
  private NDArray logits;

  /**
   * Adds the domains' loss to the source's.
   *
   * @param source makes the source's objective from a forward pass to logits
   */
  AdaptationObjective(
      Workshop workshop,
      Network network,
      Function<Function<NDArray, NDList>, Objective> source,
      DomainLoss domain,
      TargetStream target,
      Ramp ramp) {
    this.workshop = workshop;
    this.network = network;
    this.source = source.apply(this::forward);
    this.domain = domain;
    this.target = target;
    this.ramp = ramp;
  }

  @Override
  public NDArray loss(TensorBatch batch, StepContext step) {
    NDArray labelled = source.loss(batch, step);
    NDArray sourceFeatures = features;
    NDArray sourceLogits = logits;
    forward(target.batch(step.batch(), batch.inputs().getManager()));
    target.prefetch();
    var both = new DomainBatch(sourceFeatures, sourceLogits, features, logits);
    return labelled.add(domain.of(both, ramp.strength(step.progress())));
  }

  private NDList forward(NDArray images) {
    NDList seen = workshop.forward(() -> new NDList(network.backbone(images)));
    NDList told = workshop.forward(() -> new NDList(network.head(seen.singletonOrThrow())));
    features = seen.singletonOrThrow();
    logits = told.singletonOrThrow();
    return told;
  }

  @Override
  public List<NetworkParameter> parameters() {
    return domain.parameters();
  }

  @Override
  public Map<String, TensorData> copyState() {
    return domain.copyState();
  }

  @Override
  public void restore(Map<String, TensorData> values) {
    domain.restore(values);
  }

  @Override
  public void close() {
    target.close();
    domain.close();
    source.close();
  }
}
