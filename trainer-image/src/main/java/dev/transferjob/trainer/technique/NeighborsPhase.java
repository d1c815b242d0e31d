package dev.transferjob.trainer.technique;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkParameter;
import dev.transferjob.trainer.train.FeatureExamples;
import dev.transferjob.trainer.train.TensorBatches;
import java.util.Map;
import java.util.function.Predicate;

/** Puts the training samples' features into a head that compares new ones with them. */
final class NeighborsPhase extends PlannedPhase {
  private final Material material;
  private FeatureExamples train;
  private FeatureExamples validation;

  NeighborsPhase(Workshop workshop, Network network, Material material, Course course) {
    super(workshop, network, course);
    this.material = material;
  }

  @Override
  public void arm() {
    network.trainable(parameter -> false);
    network.batchStatistics(unit -> false);
    var pass = new FeaturePass(workshop, network, recipe().seed());
    train = pass.of(material.train());
    validation = pass.of(material.validation());
  }

  @Override
  public boolean fit() {
    Map<String, TensorData> state = network.copyState();
    float[] bank = head(state, "bank");
    float[] votes = head(state, "votes");
    int width = network.featureCount();
    int row = 0;
    try (TensorBatches batches = train.evaluation(workshop.evaluationBatch())) {
      while (batches.hasNext()) {
        workshop.stop().check();
        try (NDManager scope = workshop.torch().newScope()) {
          var batch = batches.next(scope);
          float[] features = batch.inputs().toFloatArray();
          for (int i = 0; i < batch.size(); i++, row++) {
            unit(features, i * width, bank, row * width, width);
            votes[row * network.classCount() + batch.classes()[i]] = 1;
          }
        }
      }
    }
    network.restore(state);
    return true;
  }

  private float[] head(Map<String, TensorData> state, String tensor) {
    return network.parameters().stream()
        .filter(parameter -> parameter.inHead() && parameter.name().endsWith("." + tensor))
        .map(parameter -> state.get(parameter.name()).values())
        .findFirst()
        .orElseThrow();
  }

  /** Copies a row at length 1. */
  private static void unit(float[] from, int start, float[] to, int at, int width) {
    double squares = 0;
    for (int i = 0; i < width; i++) {
      squares += (double) from[start + i] * from[start + i];
    }
    double length = Math.max(Math.sqrt(squares), 1e-12);
    for (int i = 0; i < width; i++) {
      to[at + i] = (float) (from[start + i] / length);
    }
  }

  @Override
  public void begin() {}

  @Override
  public FeatureExamples train() {
    return train;
  }

  @Override
  public FeatureExamples validation() {
    return validation;
  }

  @Override
  public Predicate<NetworkParameter> trained() {
    return parameter -> false;
  }

  @Override
  public double rateMultiplier(NetworkParameter parameter) {
    return 0;
  }

  @Override
  NDList forward(NDArray features) {
    return new NDList(evaluate(features));
  }

  @Override
  public NDArray evaluate(NDArray features) {
    return network.evaluateHead(features);
  }

  @Override
  public boolean changes(String tensor) {
    return network.inHead(tensor);
  }

  @Override
  public void end() {}

  @Override
  public double setupWork() {
    return material.train().size() + material.validation().size();
  }

  @Override
  public double trainingWork() {
    return 0;
  }

  @Override
  public double evaluationWork() {
    return 0;
  }
}
