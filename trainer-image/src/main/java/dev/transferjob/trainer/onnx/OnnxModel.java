package dev.transferjob.trainer.onnx;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.transferjob.trainer.engine.TensorData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file in the Open Neural Network Exchange format, operator set 17, of one input and one output.
 * Large weights are written as they come and never lie in memory twice. Numbers of fields are those
 * of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
 *
 * @param input its name; a batch of any size in {@code inputShape}
 * @param output its name; a batch of rows of {@code outputWidth}
 * @param metadata texts about the model
 */
public record OnnxModel(
    String name,
    OnnxNodes nodes,
    String input,
    List<Integer> inputShape,
    String output,
    int outputWidth,
    Map<String, String> metadata) {
  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 17;
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int GRAPH = 7;
  private static final int INITIALIZER = 5;
  private static final int RAW_DATA = 9;
  private static final int CHUNK = 1 << 14;

  public OnnxModel {
    inputShape = List.copyOf(inputShape);
  }

  /** A constant; {@code head} is all but its values. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Initializer(byte[] head, TensorData tensor) {
    int dataBytes() {
      return Math.multiplyExact(Float.BYTES, tensor.size());
    }

    int size() {
      return head.length + CodedOutputStream.computeTagSize(RAW_DATA) + delimited(dataBytes());
    }
  }

  /** The stream stays open. */
  public void write(OutputStream stream) throws IOException {
    List<Initializer> weights = new ArrayList<>();
    nodes
        .constants()
        .forEach((key, tensor) -> weights.add(new Initializer(head(key, tensor), tensor)));
    byte[] rest = graphWithoutWeights();
    int size = rest.length;
    for (Initializer weight : weights) {
      size += CodedOutputStream.computeTagSize(INITIALIZER) + delimited(weight.size());
    }
    CodedOutputStream out = CodedOutputStream.newInstance(stream);
    out.writeRawBytes(modelWithoutGraph());
    out.writeTag(GRAPH, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(size);
    out.writeRawBytes(rest);
    for (Initializer weight : weights) {
      out.writeTag(INITIALIZER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(weight.size());
      out.writeRawBytes(weight.head());
      out.writeTag(RAW_DATA, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(weight.dataBytes());
      writeValues(weight.tensor().values(), out);
    }
    out.flush();
  }

  private static int delimited(int bytes) {
    return CodedOutputStream.computeUInt32SizeNoTag(bytes) + bytes;
  }

  private static void writeValues(float[] values, CodedOutputStream out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      bytes.clear().asFloatBuffer().put(values, from, count);
      out.writeRawBytes(bytes.array(), 0, count * Float.BYTES);
    }
  }

  private byte[] modelWithoutGraph() {
    ProtoMessage model = new ProtoMessage().integer(1, IR_VERSION).text(2, "Transferjob");
    model.message(8, new ProtoMessage().text(1, "").integer(2, OPERATOR_SET));
    metadata.forEach(
        (key, value) -> model.message(14, new ProtoMessage().text(1, key).text(2, value)));
    return model.toBytes();
  }

  private byte[] graphWithoutWeights() {
    ProtoMessage graph = new ProtoMessage();
    nodes.nodes().forEach(node -> graph.message(1, node));
    graph.text(2, name);
    nodes.integers().forEach((key, values) -> graph.message(INITIALIZER, integers(key, values)));
    ProtoMessage shape = new ProtoMessage().message(1, new ProtoMessage().text(2, "batch"));
    inputShape.forEach(size -> shape.message(1, new ProtoMessage().integer(1, size)));
    graph.message(11, floats(input, shape));
    ProtoMessage rows = new ProtoMessage().message(1, new ProtoMessage().text(2, "batch"));
    graph.message(12, floats(output, rows.message(1, new ProtoMessage().integer(1, outputWidth))));
    return graph.toBytes();
  }

  private static ProtoMessage floats(String name, ProtoMessage shape) {
    ProtoMessage type = new ProtoMessage().integer(1, FLOAT).message(2, shape);
    return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, type));
  }

  private static ProtoMessage integers(String name, long[] values) {
    return new ProtoMessage()
        .integer(1, values.length)
        .integer(2, INT64)
        .integers(7, values)
        .text(8, name);
  }

  private static byte[] head(String name, TensorData tensor) {
    return new ProtoMessage()
        .integers(1, tensor.shape().getShape())
        .integer(2, FLOAT)
        .text(8, name)
        .toBytes();
  }
}
