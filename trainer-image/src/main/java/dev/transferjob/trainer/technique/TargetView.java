package dev.transferjob.trainer.technique;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.transferjob.trainer.domain.DomainBatch;
import dev.transferjob.trainer.domain.DomainGap;
import dev.transferjob.trainer.domain.TargetPredictions;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.RunningStatistics;
import dev.transferjob.trainer.train.Examples;
import dev.transferjob.trainer.train.TensorBatches;
import java.util.function.Consumer;

/** How a network sees the target. */
public final class TargetView {
  private final Workshop workshop;
  private final Network network;
  private final TargetDomain target;
  private final Runnable listen;

  /**
   * A view that asks {@code listen} after each batch, which may throw to stop.
   *
   * @param listen hears the signal to stop
   */
  public TargetView(Workshop workshop, Network network, TargetDomain target, Runnable listen) {
    this.workshop = workshop;
    this.network = network;
    this.target = target;
    this.listen = listen;
  }

  /** Measures anew, on the target, the BatchNorm statistics that training moves. */
  void reestimate() {
    reestimate(target.images().evaluation(workshop.evaluationBatch()));
  }

  void reestimate(TensorBatches batches) {
    RunningStatistics statistics = network.measureStatistics();
    workshop.torch().seed(0);
    each(batches, inputs -> statistics.add(inputs));
    statistics.apply();
  }

  /** What the network says of all images, in their order. */
  public TargetPredictions predictions() {
    var predictions = new TargetPredictions(network.classCount(), target.images().size());
    each(
        target.images().evaluation(workshop.evaluationBatch()),
        inputs -> predictions.add(network.evaluate(inputs).toFloatArray()));
    return predictions;
  }

  /** How well the network's features tell the domains apart, from 0 to 2. */
  public double gap() {
    try (NDManager scope = workshop.torch().newScope()) {
      return gap(sample(scope));
    }
  }

  double gap(DomainBatch sample) {
    return DomainGap.between(
        sample.sourceFeatures().toFloatArray(),
        sample.targetFeatures().toFloatArray(),
        network.featureCount());
  }

  /** The same images of both domains each time. */
  DomainBatch sample(NDManager scope) {
    NDArray source = features(target.sourceSample(), scope);
    NDArray other = features(target.sample(), scope);
    return new DomainBatch(
        source, network.evaluateHead(source), other, network.evaluateHead(other));
  }

  private NDArray features(Examples images, NDManager scope) {
    var parts = new NDList();
    each(
        images.evaluation(workshop.evaluationBatch()),
        inputs -> {
          NDArray features = network.features(inputs);
          features.attach(scope);
          parts.add(features);
        });
    return NDArrays.concat(parts);
  }

  private void each(TensorBatches batches, Consumer<NDArray> look) {
    try (batches) {
      while (batches.hasNext()) {
        try (NDManager scope = workshop.torch().newScope()) {
          look.accept(batches.next(scope).inputs());
        }
        listen.run();
      }
    }
  }
}
