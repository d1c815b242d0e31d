package dev.transferjob.trainer.model;

import ai.djl.ndarray.NDArray;
import java.util.HashMap;
import java.util.Map;

/** The L2 norm of each parameter's gradient, added up in double precision. */
final class GradientNorms {
  private GradientNorms() {}

  static Map<String, Double> of(Network network) {
    Map<String, Double> norms = new HashMap<>();
    for (NetworkParameter parameter : network.parameters()) {
      try (NDArray gradient = parameter.array().getGradient()) {
        double squares = 0;
        for (float value : gradient.toFloatArray()) {
          squares += (double) value * value;
        }
        norms.put(parameter.name(), Math.sqrt(squares));
      }
    }
    return norms;
  }
}
