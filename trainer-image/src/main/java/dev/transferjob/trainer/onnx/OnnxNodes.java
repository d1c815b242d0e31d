package dev.transferjob.trainer.onnx;

import ai.djl.ndarray.types.Shape;
import dev.transferjob.trainer.engine.TensorData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The nodes of an ONNX graph and their constants. Numbers of fields are those of onnx.proto. */
public final class OnnxNodes {
  private static final int ATTRIBUTE_FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_STRING = 3;
  private static final int ATTRIBUTE_INTS = 7;

  private final List<ProtoMessage> nodes = new ArrayList<>();
  private final Map<String, TensorData> constants = new LinkedHashMap<>();
  private final Map<String, long[]> integers = new LinkedHashMap<>();

  /**
   * Adds a node.
   *
   * @param attributes {@code Float}, {@code Integer}, {@code String} or {@code long[]}
   * @return the name of its only output
   */
  public String add(String operator, Map<String, Object> attributes, String... inputs) {
    String output = "x" + (nodes.size() + 1);
    add(operator, attributes, List.of(inputs), List.of(output));
    return output;
  }

  /**
   * Adds a node without attributes of whose two outputs the second counts.
   *
   * @return that one's name
   */
  public String addSecond(String operator, String... inputs) {
    String output = "x" + (nodes.size() + 1);
    add(operator, Map.of(), List.of(inputs), List.of(output + "_first", output));
    return output;
  }

  private void add(
      String operator, Map<String, Object> attributes, List<String> inputs, List<String> outputs) {
    ProtoMessage node = new ProtoMessage();
    inputs.forEach(input -> node.text(1, input));
    outputs.forEach(output -> node.text(2, output));
    node.text(3, operator + "_" + outputs.getLast()).text(4, operator);
    attributes.forEach((name, value) -> node.message(5, attribute(name, value)));
    nodes.add(node);
  }

  /** A constant, such as a weight, under its own name. */
  public String constant(String name, TensorData values) {
    constants.put(name, values);
    return name;
  }

  public String number(float value) {
    return constant("number_" + value, new TensorData(new Shape(), new float[] {value}));
  }

  /** A constant of 64-bit integers. */
  public String integerList(long... values) {
    String name =
        Arrays.stream(values)
            .mapToObj(Long::toString)
            .collect(Collectors.joining("_", "integers_", ""));
    integers.put(name, values);
    return name;
  }

  /** Gives what the last node makes a name of its own, under which the model gives it. */
  public void output(String name) {
    add("Identity", Map.of(), List.of("x" + nodes.size()), List.of(name));
  }

  List<ProtoMessage> nodes() {
    return nodes;
  }

  Map<String, TensorData> constants() {
    return constants;
  }

  Map<String, long[]> integers() {
    return integers;
  }

  private static ProtoMessage attribute(String name, Object value) {
    ProtoMessage attribute = new ProtoMessage().text(1, name);
    return switch (value) {
      case Float number -> attribute.number(2, number).integer(20, ATTRIBUTE_FLOAT);
      case Integer number -> attribute.integer(3, number).integer(20, ATTRIBUTE_INT);
      case String text -> attribute.text(4, text).integer(20, ATTRIBUTE_STRING);
      case long[] numbers -> attribute.integers(8, numbers).integer(20, ATTRIBUTE_INTS);
      default -> throw new IllegalArgumentException("no ONNX attribute: " + value);
    };
  }
}
