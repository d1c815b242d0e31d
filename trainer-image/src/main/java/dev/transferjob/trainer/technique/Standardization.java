package dev.transferjob.trainer.technique;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkParameter;
import dev.transferjob.trainer.train.Examples;
import dev.transferjob.trainer.train.TensorBatches;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Brings every feature to mean 0 and deviation 1 over the training images while the head is
 * trained, so that few epochs suffice; {@link #fold} then moves the change into the head, whose
 * logits stay the same on the features as they are.
 */
final class Standardization {
  private static final double FLAT = 1e-6;

  private final double[] mean;
  private final double[] deviation;
  private final NDArray centre;
  private final NDArray scale;

  private Standardization(double[] mean, double[] deviation, NDManager manager) {
    this.mean = mean;
    this.deviation = deviation;
    float[] centres = new float[mean.length];
    float[] scales = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      centres[i] = (float) mean[i];
      scales[i] = (float) (1 / deviation[i]);
    }
    this.centre = manager.create(centres);
    this.scale = manager.create(scales);
  }

  /**
   * Measures the features of all examples.
   *
   * @param features inputs to [n, width]
   */
  static Standardization of(
      Workshop workshop, Examples examples, UnaryOperator<NDArray> features, int width) {
    double[] sum = new double[width];
    double[] squares = new double[width];
    try (TensorBatches batches = examples.evaluation(workshop.evaluationBatch())) {
      while (batches.hasNext()) {
        workshop.stop().check();
        try (NDManager scope = workshop.torch().newScope()) {
          add(features.apply(batches.next(scope).inputs()).toFloatArray(), sum, squares);
        }
      }
    }
    double[] mean = new double[width];
    double[] deviation = new double[width];
    for (int i = 0; i < width; i++) {
      mean[i] = sum[i] / examples.size();
      double variance = squares[i] / examples.size() - mean[i] * mean[i];
      deviation[i] = variance > FLAT * FLAT ? Math.sqrt(variance) : 1;
    }
    return new Standardization(mean, deviation, workshop.manager());
  }

  private static void add(float[] values, double[] sum, double[] squares) {
    for (int i = 0; i < values.length; i++) {
      int feature = i % sum.length;
      sum[feature] += values[i];
      squares[feature] += (double) values[i] * values[i];
    }
  }

  NDArray apply(NDArray features) {
    try (NDArray centred = features.sub(centre)) {
      return centred.mul(scale);
    }
  }

  /** Turns a head for standardised features into one for features as they are. */
  void fold(Network network) {
    changeHead(network, true);
  }

  /** The opposite of {@link #fold}. */
  void unfold(Network network) {
    changeHead(network, false);
  }

  private void changeHead(Network network, boolean isFolded) {
    Map<String, TensorData> state = network.copyState();
    float[] weights = head(network, state, 2);
    float[] bias = head(network, state, 1);
    for (int row = 0; row < bias.length; row++) {
      double shift = 0;
      for (int i = 0; i < mean.length; i++) {
        int at = row * mean.length + i;
        double onFeatures = isFolded ? weights[at] / deviation[i] : weights[at];
        weights[at] = (float) (isFolded ? onFeatures : onFeatures * deviation[i]);
        shift += onFeatures * mean[i];
      }
      bias[row] = (float) (isFolded ? bias[row] - shift : bias[row] + shift);
    }
    network.restore(state);
  }

  private static float[] head(Network network, Map<String, TensorData> state, int dimensions) {
    return network.parameters().stream()
        .filter(NetworkParameter::inHead)
        .map(parameter -> state.get(parameter.name()))
        .filter(tensor -> tensor.shape().dimension() == dimensions)
        .findFirst()
        .orElseThrow()
        .values();
  }
}
