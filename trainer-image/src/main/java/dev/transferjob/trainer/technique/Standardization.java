package dev.transferjob.trainer.technique;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.engine.Torch;
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

  /** Measures the features of all examples; {@code manager} owns the result. */
  static Standardization of(
      Torch torch, Examples examples, UnaryOperator<NDArray> features, int width, int batchSize) {
    double[] sum = new double[width];
    double[] squares = new double[width];
    try (TensorBatches batches = examples.evaluation(batchSize)) {
      while (batches.hasNext()) {
        try (NDManager scope = torch.newScope()) {
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
    return new Standardization(mean, deviation, torch.newScope());
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
    changeHead(
        network,
        (weights, bias) -> {
          int width = mean.length;
          for (int row = 0; row < bias.length; row++) {
            double shift = 0;
            for (int i = 0; i < width; i++) {
              double weight = weights[row * width + i] / deviation[i];
              weights[row * width + i] = (float) weight;
              shift += weight * mean[i];
            }
            bias[row] = (float) (bias[row] - shift);
          }
        });
  }

  /** The opposite of {@link #fold}. */
  void unfold(Network network) {
    changeHead(
        network,
        (weights, bias) -> {
          int width = mean.length;
          for (int row = 0; row < bias.length; row++) {
            double shift = 0;
            for (int i = 0; i < width; i++) {
              double weight = weights[row * width + i];
              weights[row * width + i] = (float) (weight * deviation[i]);
              shift += weight * mean[i];
            }
            bias[row] = (float) (bias[row] + shift);
          }
        });
  }

  /** Changes a linear head in place: weights [classes, width] row by row, bias [classes]. */
  private interface HeadChange {
    void apply(float[] weights, float[] bias);
  }

  private static void changeHead(Network network, HeadChange change) {
    Map<String, TensorData> state = network.copyState();
    float[] weights = head(network, state, 2);
    float[] bias = head(network, state, 1);
    change.apply(weights, bias);
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
