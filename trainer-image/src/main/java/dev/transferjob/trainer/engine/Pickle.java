package dev.transferjob.trainer.engine;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes the pickle opcodes (protocol 2) that TorchScript's reader needs. */
final class Pickle {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Pickle() {
    op(0x80).op(2);
  }

  Pickle mark() {
    return op('(');
  }

  Pickle tuple() {
    return op('t');
  }

  Pickle emptyTuple() {
    return op(')');
  }

  Pickle emptyDict() {
    return op('}');
  }

  Pickle setItems() {
    return op('u');
  }

  Pickle reduce() {
    return op('R');
  }

  /** Makes an object of the class and empty arguments on the stack. */
  Pickle newObject() {
    return op(0x81);
  }

  Pickle build() {
    return op('b');
  }

  Pickle persistentId() {
    return op('Q');
  }

  Pickle global(String module, String name) {
    return op('c').bytes(module + "\n" + name + "\n");
  }

  Pickle string(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    op('X').littleEndian(utf8.length, 4);
    out.writeBytes(utf8);
    return this;
  }

  Pickle integer(long value) {
    return value == (int) value
        ? op('J').littleEndian(value, 4)
        : op(0x8a).op(8).littleEndian(value, 8);
  }

  Pickle number(double value) {
    op('G');
    out.writeBytes(ByteBuffer.allocate(8).putDouble(value).array());
    return this;
  }

  Pickle bool(boolean value) {
    return op(value ? 0x88 : 0x89);
  }

  Pickle integers(long... values) {
    mark();
    for (long value : values) {
      integer(value);
    }
    return tuple();
  }

  byte[] stop() {
    op('.');
    return out.toByteArray();
  }

  /** What another pickle makes, without its first and last opcode. */
  Pickle object(byte[] opcodes) {
    out.writeBytes(opcodes);
    return this;
  }

  private Pickle op(int code) {
    out.write(code);
    return this;
  }

  private Pickle littleEndian(long value, int size) {
    for (int i = 0; i < size; i++) {
      out.write((int) (value >>> (8 * i)));
    }
    return this;
  }

  private Pickle bytes(String ascii) {
    out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    return this;
  }
}
