package dev.transferjob.trainer.model;

import ai.djl.ndarray.NDArray;
import dev.transferjob.trainer.engine.ScriptModule;
import dev.transferjob.trainer.engine.ScriptModule.Child;
import dev.transferjob.trainer.engine.ScriptModule.FloatValue;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.engine.Torch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Running means and variances of BatchNorm as the plain mean over batches, which PyTorch gives with
 * {@code momentum=None} (Li et al. 2017, "Revisiting Batch Normalization For Practical Domain
 * Adaptation", for why those of another domain do not fit).
 */
public final class RunningStatistics {
  private static final String MEAN = "running_mean";
  private static final String VARIANCE = "running_var";

  private final Torch torch;
  private final Map<String, NDArray> buffers;
  private final Consumer<NDArray> observe;
  private final Map<String, Double> momenta = new HashMap<>();
  private final Map<String, float[]> last = new LinkedHashMap<>();
  private final Map<String, double[]> sums = new LinkedHashMap<>();
  private int batches;

  /**
   * Sets the buffers to 0.
   *
   * @param observe forwards a batch and moves each buffer by its layer's momentum
   */
  RunningStatistics(
      Torch torch, ScriptModule root, Map<String, NDArray> buffers, Consumer<NDArray> observe) {
    this.torch = torch;
    this.buffers = buffers;
    this.observe = observe;
    collect(root, "");
    buffers.forEach(
        (name, array) -> {
          int size = Math.toIntExact(array.size());
          last.put(name, new float[size]);
          sums.put(name, new double[size]);
          torch.copy(new TensorData(array.getShape(), new float[size]), array);
        });
  }

  static boolean isOne(String tensor) {
    return tensor.endsWith("." + MEAN) || tensor.endsWith("." + VARIANCE);
  }

  private void collect(ScriptModule module, String prefix) {
    module
        .attributes()
        .forEach(
            (name, attribute) -> {
              if (attribute instanceof Child(ScriptModule child)) {
                collect(child, prefix + name + ".");
              } else if (attribute instanceof FloatValue(double value) && name.equals("momentum")) {
                momenta.put(prefix + MEAN, value);
                momenta.put(prefix + VARIANCE, value);
              }
            });
  }

  /** Counts in a batch of images (N, 3, H, W), at least two. */
  public void add(NDArray images) {
    observe.accept(images);
    batches++;
    buffers.forEach(
        (name, array) -> {
          float[] now = array.toFloatArray();
          double momentum = momenta.get(name);
          double[] sum = sums.get(name);
          float[] before = last.put(name, now);
          for (int i = 0; i < now.length; i++) {
            sum[i] += (now[i] - (1 - momentum) * before[i]) / momentum;
          }
        });
  }

  /** Puts the means over all batches in place. */
  public void apply() {
    buffers.forEach(
        (name, array) -> {
          double[] sum = sums.get(name);
          float[] mean = new float[sum.length];
          for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / batches);
          }
          torch.copy(new TensorData(array.getShape(), mean), array);
        });
  }
}
