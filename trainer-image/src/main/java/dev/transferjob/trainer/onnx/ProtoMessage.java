package dev.transferjob.trainer.onnx;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A protocol buffers message that is written field by field, by the fields' numbers. */
final class ProtoMessage {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

  /** Writes one field. */
  @FunctionalInterface
  private interface Field {
    void write(CodedOutputStream out) throws IOException;
  }

  ProtoMessage text(int field, String value) {
    return with(to -> to.writeString(field, value));
  }

  ProtoMessage integer(int field, long value) {
    return with(to -> to.writeInt64(field, value));
  }

  ProtoMessage integers(int field, long... values) {
    for (long value : values) {
      integer(field, value);
    }
    return this;
  }

  ProtoMessage number(int field, float value) {
    return with(to -> to.writeFloat(field, value));
  }

  ProtoMessage message(int field, ProtoMessage value) {
    return with(to -> to.writeByteArray(field, value.toBytes()));
  }

  byte[] toBytes() {
    with(CodedOutputStream::flush);
    return bytes.toByteArray();
  }

  private ProtoMessage with(Field field) {
    try {
      field.write(out);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }
}
