package dev.transferjob.trainer.model;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.Map.Entry;

/** The worst relative error among what was compared, and where. */
public final class Worst {
  private static final double NORM_FLOOR = 1e-3;

  private double error;
  private String where = "nothing compared";

  public double error() {
    return error;
  }

  /** One value, relative to itself. */
  public void value(String name, double actual, double expected) {
    note(name, Math.abs(actual - expected) / Math.abs(expected));
  }

  /** Nested lists of values, relative to the largest. */
  public void values(String name, float[] actual, JsonNode expected) {
    JsonNode rows = expected.isArray() && expected.get(0).isArray() ? expected : null;
    int width = rows == null ? actual.length : rows.get(0).size();
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < actual.length; i++) {
      double value =
          (rows == null ? expected.get(i) : rows.get(i / width).get(i % width)).asDouble();
      largest = Math.max(largest, Math.abs(value));
      difference = Math.max(difference, Math.abs(actual[i] - value));
    }
    note(name, difference / largest);
  }

  /** The first values, the sum and the norm of a tensor; the sum relative to the norm. */
  void summary(String name, NDArray actual, JsonNode expected) {
    float[] values = actual.toFloatArray();
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    float[] first = Arrays.copyOf(values, expected.get("first").size());
    values(name + ".first", first, expected.get("first"));
    double norm = expected.get("l2").asDouble();
    value(name + ".l2", Math.sqrt(squares), norm);
    note(name + ".sum", Math.abs(sum - expected.get("sum").asDouble()) / norm);
  }

  /**
   * The means over the pixels of a tensor (N, C, H, W): those that its first values give, and their
   * sum, relative to the larger of the tensor's sum and norm.
   */
  void pooled(String name, NDArray actual, JsonNode expected) {
    float[] means = actual.toFloatArray();
    int pixels = expected.at("/shape/2").asInt() * expected.at("/shape/3").asInt();
    JsonNode first = expected.get("first");
    for (int channel = 0; (channel + 1) * pixels <= first.size(); channel++) {
      double mean = 0;
      for (int i = 0; i < pixels; i++) {
        mean += first.get(channel * pixels + i).asDouble() / pixels;
      }
      note(name + ".first", Math.abs(means[channel] - mean));
    }
    double sum = 0;
    for (float mean : means) {
      sum += (double) mean * pixels;
    }
    double whole = expected.get("sum").asDouble();
    note(name + ".sum", Math.abs(sum - whole) / Math.max(whole, expected.get("l2").asDouble()));
  }

  /** The first values of a tensor behind a ReLU. */
  void rectified(String name, NDArray actual, JsonNode expected) {
    JsonNode first = expected.get("first");
    ArrayNode positive = JsonNodeFactory.instance.arrayNode();
    first.forEach(value -> positive.add(Math.max(0, value.asDouble())));
    values(name + ".first", Arrays.copyOf(actual.toFloatArray(), first.size()), positive);
  }

  /** Norms of all gradients, each relative to itself or to a thousandth of the total. */
  void norms(Map<String, Double> actual, JsonNode reference) {
    double total = reference.get("grad_total_norm").asDouble();
    double squares = 0;
    for (Entry<String, JsonNode> entry : reference.get("grad_norms").properties()) {
      double expected = entry.getValue().asDouble();
      double norm = actual.get(entry.getKey());
      squares += norm * norm;
      note(
          "gradient of " + entry.getKey(),
          Math.abs(norm - expected) / Math.max(expected, NORM_FLOOR * total));
    }
    value("total gradient norm", Math.sqrt(squares), total);
  }

  private void note(String name, double relative) {
    if (!(relative <= error)) {
      error = relative;
      where = name;
    }
  }

  @Override
  public String toString() {
    return "%.2e at %s".formatted(error, where);
  }
}
