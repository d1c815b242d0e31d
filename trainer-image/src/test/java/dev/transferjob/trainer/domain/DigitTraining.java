package dev.transferjob.trainer.domain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.transferjob.trainer.data.ImageBatch;
import dev.transferjob.trainer.data.ImageBatches;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.CrossEntropy;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkParameter;
import dev.transferjob.trainer.model.Optimizer;
import dev.transferjob.trainer.model.ParameterGroup;
import dev.transferjob.trainer.model.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** Trains a network by somebody else's recipe: SGD with momentum, a rate for each step. */
final class DigitTraining implements AutoCloseable {
  private final Network network;
  private final Optional<DomainLoss> domain;
  private final Ramp ramp;
  private final CrossEntropy loss;
  private final Optimizer optimizer;
  private final List<Double> told = new ArrayList<>();

  /**
   * A training that has not begun.
   *
   * @param domain what is added to the labelled loss; closed with this
   */
  DigitTraining(
      Torch torch, Network network, Optional<DomainLoss> domain, Ramp ramp, double weightDecay) {
    this.network = network;
    this.domain = domain;
    this.ramp = ramp;
    this.loss = new CrossEntropy(torch, 0);
    var trained = new ArrayList<NetworkParameter>(network.parameters());
    domain.ifPresent(more -> trained.addAll(more.parameters()));
    this.optimizer =
        new Optimizer(
            torch, new UpdateRule.Sgd(0.9), List.of(new ParameterGroup(trained, 1, weightDecay)));
  }

  /**
   * Trains.
   *
   * @param rate the learning rate when this part of all steps, from 0 to 1, is done
   */
  void run(
      DigitDomain source, DigitDomain target, int epochs, long seed, DoubleUnaryOperator rate) {
    int all = epochs * source.steps();
    for (int epoch = 0, step = 0; epoch < epochs; epoch++) {
      double right = 0;
      // A domain's passes share their memory: one that is not needed must not be begun.
      Optional<ImageBatches> others =
          domain.isPresent() ? Optional.of(target.epoch(seed + 100, epoch)) : Optional.empty();
      try (ImageBatches labelled = source.epoch(seed, epoch)) {
        while (labelled.hasNext()) {
          double progress = (double) step++ / all;
          right += step(labelled.next(), others.map(ImageBatches::next), progress);
          optimizer.step(rate.applyAsDouble(progress), Double.POSITIVE_INFINITY);
        }
      } finally {
        others.ifPresent(ImageBatches::close);
      }
      told.add(right / source.steps());
    }
  }

  private double step(ImageBatch labelled, Optional<ImageBatch> unlabelled, double progress) {
    try (NDManager scope = network.newScope()) {
      NDArray features = network.backbone(DigitDomain.inputs(scope, network, labelled));
      NDArray logits = network.head(features);
      NDArray sum = loss.mean(logits, network.labels(scope, labelled.labels()));
      if (unlabelled.isEmpty()) {
        optimizer.backward(sum);
        return 0;
      }
      NDArray others = network.backbone(DigitDomain.inputs(scope, network, unlabelled.get()));
      var both = new DomainBatch(features, logits, others, network.head(others));
      double right = domain.get().discriminatorAccuracy(both).orElse(0.0);
      optimizer.backward(sum.add(domain.get().of(both, ramp.strength(progress))));
      return right;
    }
  }

  /** The share of images whose domain the discriminator told right, by epoch. */
  List<Double> discriminatorAccuracies() {
    return List.copyOf(told);
  }

  @Override
  public void close() {
    optimizer.close();
    loss.close();
    domain.ifPresent(DomainLoss::close);
  }
}
