package dev.transferjob.trainer.technique;

import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.DurableFiles;
import dev.transferjob.trainer.Sha256;
import dev.transferjob.trainer.TrainerException;
import dev.transferjob.trainer.train.FeatureRows;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Features on disk as little-endian float32, in chunks of rows that are complete or not there, each
 * with its SHA-256 behind it. A retry computes only the chunks that are missing or damaged. Reading
 * maps the files, so that the system's page cache and not the heap holds what fits.
 */
final class FeatureCache implements FeatureRows {
  private static final int DIGEST = 32;

  private final Path folder;
  private final int rows;
  private final int width;
  private final int chunkRows;
  private final MemorySegment[] chunks;

  /**
   * A cache that may be empty, complete, or anything between.
   *
   * @param folder of its own; its name is the digest of all that the features depend on
   * @param chunkRows rows of each chunk but the last
   */
  FeatureCache(Path folder, int rows, int width, int chunkRows) {
    this.folder = folder;
    this.rows = rows;
    this.width = width;
    this.chunkRows = chunkRows;
    this.chunks = new MemorySegment[Math.ceilDiv(rows, chunkRows)];
  }

  int chunks() {
    return chunks.length;
  }

  /** The bytes that are still to write. */
  long missingBytes() {
    long bytes = 0;
    for (int chunk = 0; chunk < chunks.length; chunk++) {
      bytes += has(chunk) ? 0 : bytes(chunk);
    }
    return bytes;
  }

  /** Whether a chunk is there and intact; then its rows can be read. */
  boolean has(int chunk) {
    if (chunks[chunk] != null) {
      return true;
    }
    Path file = file(chunk);
    try {
      if (!Files.exists(file) || Files.size(file) != bytes(chunk) + DIGEST) {
        return false;
      }
      ByteBuffer content = mapped(file);
      ByteBuffer values = content.slice(0, bytes(chunk));
      byte[] found = new byte[DIGEST];
      content.get(bytes(chunk), found);
      if (!Arrays.equals(found, Sha256.bytes(values))) {
        return false;
      }
      chunks[chunk] = MemorySegment.ofBuffer(content);
      return true;
    } catch (IOException e) {
      // It can be computed again.
      return false;
    }
  }

  private static ByteBuffer mapped(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto()).asByteBuffer();
    }
  }

  /** Writes a chunk: its rows one after the other. */
  void write(int chunk, float[] values) {
    ByteBuffer content = ByteBuffer.allocate(bytes(chunk) + DIGEST).order(ByteOrder.LITTLE_ENDIAN);
    content.asFloatBuffer().put(values);
    content.put(bytes(chunk), Sha256.bytes(content.slice(0, bytes(chunk))));
    try {
      Files.createDirectories(folder);
      DurableFiles.replace(file(chunk), out -> out.write(content.array()));
    } catch (IOException e) {
      throw new TrainerException(
          ExitCode.OUTPUT_FAILED,
          "the features cannot be kept in %s (%s); check the free space of the output's claim"
              .formatted(folder, e.getMessage()),
          e);
    }
    if (!has(chunk)) {
      throw new TrainerException(
          ExitCode.OUTPUT_FAILED,
          "%s reads back otherwise than it was written; check the output's volume"
              .formatted(file(chunk)));
    }
  }

  /** Rows of a chunk: from and to, exclusive. */
  int firstRow(int chunk) {
    return chunk * chunkRows;
  }

  int lastRow(int chunk) {
    return Math.min(rows, (chunk + 1) * chunkRows);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void copy(int row, ByteBuffer target) {
    int chunk = row / chunkRows;
    long from = (long) (row - firstRow(chunk)) * width * Float.BYTES;
    target.put(chunks[chunk].asSlice(from, (long) width * Float.BYTES).asByteBuffer());
  }

  private int bytes(int chunk) {
    return (lastRow(chunk) - firstRow(chunk)) * width * Float.BYTES;
  }

  private Path file(int chunk) {
    return folder.resolve("%06d.f32".formatted(chunk));
  }
}
