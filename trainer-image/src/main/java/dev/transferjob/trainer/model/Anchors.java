package dev.transferjob.trainer.model;

import dev.transferjob.trainer.engine.TensorData;
import java.util.Map;

/**
 * Values that parameters are pulled back to while they are trained: half of {@code strength} times
 * the squared distance is added to the loss (L2-SP; Li et al. 2018, "Explicit inductive bias for
 * transfer learning with convolutional networks").
 *
 * @param values by the parameters' names
 */
public record Anchors(double strength, Map<String, TensorData> values) {
  public static final Anchors NONE = new Anchors(0, Map.of());

  public Anchors {
    values = Map.copyOf(values);
  }
}
