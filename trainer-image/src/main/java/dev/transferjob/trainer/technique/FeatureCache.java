package dev.transferjob.trainer.technique;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.TrainerException;
import dev.transferjob.trainer.VerifiedFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Features on disk for the retries of a job, as little-endian float32, complete and hashed. The
 * folder's name is the digest of all that they depend on.
 */
final class FeatureCache {
  private static final String FILE = "features.f32";

  private final Path folder;

  /**
   * The features of one set of images.
   *
   * @param key digest of weights, preprocessing and samples
   */
  FeatureCache(Path parent, String key) {
    this.folder = parent.resolve(key);
  }

  /** The features [n, width] in {@code scope}, if they are there and intact. */
  Optional<NDArray> read(NDManager scope, int samples, int width) {
    Path file = folder.resolve(FILE);
    try {
      long bytes = (long) samples * width * Float.BYTES;
      if (!VerifiedFolder.verifies(folder) || Files.size(file) != bytes) {
        return Optional.empty();
      }
      try (FileChannel channel = FileChannel.open(file)) {
        ByteBuffer values = channel.map(MapMode.READ_ONLY, 0, bytes).order(ByteOrder.LITTLE_ENDIAN);
        try (NDArray mapped = scope.create(values, new Shape(samples, width), DataType.FLOAT32)) {
          return Optional.of(mapped.duplicate());
        }
      }
    } catch (IOException e) {
      // They can be computed again.
      return Optional.empty();
    }
  }

  void write(NDArray features) {
    try {
      Files.createDirectories(folder.getParent());
      VerifiedFolder.write(folder, Map.of(FILE, out -> write(features, out)));
    } catch (IOException e) {
      throw new TrainerException(
          ExitCode.OUTPUT_FAILED,
          "the features cannot be kept in %s (%s); check the free space of the output's claim"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private static void write(NDArray features, OutputStream out) throws IOException {
    ByteBuffer values = features.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    var channel = Channels.newChannel(out);
    while (values.hasRemaining()) {
      channel.write(values);
    }
  }
}
