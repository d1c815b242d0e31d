package dev.transferjob.trainer.model;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** The numbers and texts that follow a pickle's opcodes. */
final class PickleInput {
  private static final int LONGEST_TEXT = 1 << 16;

  private final DataInputStream in;

  PickleInput(InputStream in) {
    this.in = new DataInputStream(in);
  }

  int octet() throws IOException {
    return in.readUnsignedByte();
  }

  /** An unsigned number of up to eight bytes. */
  long littleEndian(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) octet() << (8 * i);
    }
    return value;
  }

  double number() throws IOException {
    return in.readDouble();
  }

  /** A signed number with its length before it. */
  BigInteger bigInteger() throws IOException {
    byte[] bigEndian = new byte[octet()];
    for (int i = bigEndian.length - 1; i >= 0; i--) {
      bigEndian[i] = in.readByte();
    }
    return bigEndian.length == 0 ? BigInteger.ZERO : new BigInteger(bigEndian);
  }

  String text(long length) throws IOException {
    if (length > LONGEST_TEXT) {
      throw new IllegalArgumentException("has a text of " + length + " bytes");
    }
    byte[] bytes = new byte[(int) length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A text that ends with its line. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = octet(); c != '\n'; c = octet()) {
      line.append((char) c);
      if (line.length() > LONGEST_TEXT) {
        throw new IllegalArgumentException("has a name without end");
      }
    }
    return line.toString();
  }
}
