package dev.transferjob.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.transferjob.api.Architecture;
import dev.transferjob.api.HeadSource;
import dev.transferjob.trainer.engine.ScriptTensor;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.engine.Torch;
import java.util.HashMap;
import java.util.Map;

/** Networks and inputs with the reference data's values. */
final class FormulaNetwork {
  private static final int CLASSES = 10;

  private FormulaNetwork() {}

  /** With the weights that the reference's file lists; without dropout, as it was made. */
  static Network of(Torch torch, Architecture architecture, JsonNode reference) {
    double gain = reference.get("gain").asDouble();
    Map<String, TensorData> weights = new HashMap<>();
    for (ScriptTensor tensor : Architectures.plan(architecture, CLASSES).tensors()) {
      if (reference.get("shapes").has(tensor.name())) {
        weights.put(tensor.name(), Formula.weight(tensor.name(), tensor.shape(), gain));
      }
    }
    Network network =
        new NetworkLoader(torch)
            .pretrained(
                architecture,
                CLASSES,
                new WeightFile("formula", weights),
                HeadSource.Pretrained,
                0);
    network.dropout(false);
    return network;
  }

  static NDArray input(NDManager scope, JsonNode dimensions) {
    return input(scope, "input", dimensions);
  }

  static NDArray input(NDManager scope, String name, JsonNode dimensions) {
    Shape shape = new Shape(new ObjectMapper().convertValue(dimensions, long[].class));
    TensorData values = Formula.tensor(name, shape, u -> u);
    return scope.create(values.values(), shape);
  }
}
