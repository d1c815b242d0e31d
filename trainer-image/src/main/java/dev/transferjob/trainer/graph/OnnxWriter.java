package dev.transferjob.trainer.graph;

import ai.djl.ndarray.types.Shape;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.graph.Block.Step;
import dev.transferjob.trainer.graph.Conv2d.Padding;
import dev.transferjob.trainer.onnx.OnnxNodes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Layers as ONNX nodes, as they are used after training: without dropout, with running statistics.
 */
public final class OnnxWriter {

  /** A value in the graph; {@code size} pixels square, 0 for rows. */
  private record Node(String name, int size) {}

  private final OnnxNodes nodes;
  private final Function<String, TensorData> weights;

  /**
   * @param nodes gets the nodes
   * @param weights gives a parameter or buffer by its dotted name
   */
  public OnnxWriter(OnnxNodes nodes, Function<String, TensorData> weights) {
    this.nodes = nodes;
    this.weights = weights;
  }

  /**
   * Adds all that a block does to square images.
   *
   * @return the name of its output
   */
  public String write(Block block, String input, int size) {
    return block(block, "", new Node(input, size)).name();
  }

  private Node block(Block block, String prefix, Node input) {
    List<Node> made = new ArrayList<>();
    made.add(input);
    for (Step step : block.steps()) {
      made.add(step(step, prefix, made));
    }
    return made.getLast();
  }

  private Node step(Step step, String prefix, List<Node> made) {
    Node x = made.get(step.inputs().getFirst().index());
    return switch (step.operation()) {
      case Operation.Apply(String name, Layer layer) -> layer(layer, prefix + name, x);
      case Operation.Relu() -> add("Relu", x.size(), x.name());
      case Operation.Relu6() -> add("Clip", x.size(), x.name(), nodes.number(0f), nodes.number(6f));
      case Operation.Add() ->
          add("Add", x.size(), x.name(), made.get(step.inputs().get(1).index()).name());
      case Operation.Concat() ->
          new Node(
              nodes.add(
                  "Concat",
                  Map.of("axis", 1),
                  step.inputs().stream()
                      .map(value -> made.get(value.index()).name())
                      .toArray(String[]::new)),
              x.size());
      case Operation.MaxPool(int kernel, int stride, int padding) ->
          pool("MaxPool", Map.of(), x, kernel, stride, padding);
      case Operation.AveragePool(int kernel, int stride, int padding) ->
          pool("AveragePool", Map.of("count_include_pad", 1), x, kernel, stride, padding);
      case Operation.AdaptiveAveragePool(int size) -> adaptive(x, size);
      case Operation.GlobalAverage() ->
          new Node(
              nodes.add("ReduceMean", Map.of("axes", new long[] {2, 3}, "keepdims", 0), x.name()),
              0);
      case Operation.Flatten() -> new Node(nodes.add("Flatten", Map.of("axis", 1), x.name()), 0);
      case Operation.Subsample(int stride) ->
          add(
              "Slice",
              Math.ceilDiv(x.size(), stride),
              x.name(),
              nodes.integerList(0, 0),
              nodes.integerList(Long.MAX_VALUE, Long.MAX_VALUE),
              nodes.integerList(2, 3),
              nodes.integerList(stride, stride));
      case Operation.PadChannels(int count) ->
          add("Pad", x.size(), x.name(), nodes.integerList(0, count, 0, 0, 0, count, 0, 0));
    };
  }

  private Node layer(Layer layer, String name, Node x) {
    return switch (layer) {
      case Conv2d conv -> convolution(conv, name, x);
      case BatchNorm2d norm ->
          new Node(
              nodes.add(
                  "BatchNormalization",
                  Map.of("epsilon", (float) norm.eps()),
                  x.name(),
                  weight(name, "weight"),
                  weight(name, "bias"),
                  weight(name, "running_mean"),
                  weight(name, "running_var")),
              x.size());
      case Linear _ ->
          new Node(
              nodes.add(
                  "Gemm",
                  Map.of("transB", 1),
                  x.name(),
                  weight(name, "weight"),
                  weight(name, "bias")),
              0);
      case Dropout _ -> x;
      case NearestNeighbors head -> neighbors(head, name, x);
      case Block block -> block(block, name + ".", x);
    };
  }

  private Node convolution(Conv2d conv, String name, Node x) {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("kernel_shape", new long[] {conv.height(), conv.width()});
    attributes.put("strides", new long[] {conv.stride(), conv.stride()});
    attributes.put("group", conv.groups());
    int size;
    if (conv.padding() == Padding.SAME) {
      attributes.put("auto_pad", "SAME_UPPER");
      size = Math.ceilDiv(x.size(), conv.stride());
    } else {
      int[] pads = conv.pads();
      attributes.put("pads", new long[] {pads[0], pads[1], pads[0], pads[1]});
      size = (x.size() + 2 * pads[0] - conv.height()) / conv.stride() + 1;
    }
    String weight = weight(name, "weight");
    String made =
        conv.bias()
            ? nodes.add("Conv", attributes, x.name(), weight, weight(name, "bias"))
            : nodes.add("Conv", attributes, x.name(), weight);
    return new Node(made, size);
  }

  private Node pool(
      String operator, Map<String, Object> more, Node x, int kernel, int stride, int padding) {
    Map<String, Object> attributes = new HashMap<>(more);
    attributes.put("kernel_shape", new long[] {kernel, kernel});
    attributes.put("strides", new long[] {stride, stride});
    attributes.put("pads", new long[] {padding, padding, padding, padding});
    int size = (x.size() + 2 * padding - kernel) / stride + 1;
    return new Node(nodes.add(operator, attributes, x.name()), size);
  }

  /** ONNX has no such operator; a mean over windows is a matrix from the left and the right. */
  private Node adaptive(Node x, int size) {
    if (x.size() == size) {
      return x;
    }
    float[] across = new float[size * x.size()];
    float[] down = new float[size * x.size()];
    for (int i = 0; i < size; i++) {
      int from = i * x.size() / size;
      int to = Math.ceilDiv((i + 1) * x.size(), size);
      for (int j = from; j < to; j++) {
        down[i * x.size() + j] = 1f / (to - from);
        across[j * size + i] = 1f / (to - from);
      }
    }
    String left = nodes.constant("average_down", new TensorData(new Shape(size, x.size()), down));
    String right =
        nodes.constant("average_across", new TensorData(new Shape(x.size(), size), across));
    return add("MatMul", size, add("MatMul", size, left, x.name()).name(), right);
  }

  private Node neighbors(NearestNeighbors head, String name, Node x) {
    String length = nodes.add("ReduceL2", Map.of("axes", new long[] {1}, "keepdims", 1), x.name());
    String safe = nodes.add("Max", Map.of(), length, nodes.number(1e-12f));
    String unit = nodes.add("Div", Map.of(), x.name(), safe);
    String similar = nodes.add("Gemm", Map.of("transB", 1), unit, weight(name, "bank"));
    String nearest = nodes.addSecond("TopK", similar, nodes.integerList(head.neighbors()));
    String each = nodes.add("Gather", Map.of("axis", 0), weight(name, "votes"), nearest);
    String votes = nodes.add("ReduceSum", Map.of("keepdims", 0), each, nodes.integerList(1));
    String more = nodes.add("Add", Map.of(), votes, nodes.number(1f / head.classes()));
    String share = nodes.add("Div", Map.of(), more, nodes.number(head.neighbors() + 1f));
    return add("Log", 0, share);
  }

  private Node add(String operator, int size, String... inputs) {
    return new Node(nodes.add(operator, Map.of(), inputs), size);
  }

  private String weight(String layer, String name) {
    String full = layer + "." + name;
    return nodes.constant(full, weights.apply(full));
  }
}
