package dev.transferjob.trainer.technique;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.transferjob.trainer.engine.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCacheTest {
  private static final float[] VALUES = {1, -2, 3.5f, 0, 1e-9f, 7};

  @TempDir Path folder;
  private final Torch torch = Torch.start(1);

  @Test
  void aRetryFindsTheSameFeatures() {
    // Given
    var cache = new FeatureCache(folder, "key");
    try (NDManager scope = torch.newScope()) {
      cache.write(scope.create(VALUES, new Shape(3, 2)));

      // When
      NDArray found = cache.read(scope, 3, 2).orElseThrow();

      // Then
      assertThat(found.getShape()).isEqualTo(new Shape(3, 2));
      assertThat(found.toFloatArray()).isEqualTo(VALUES);
    }
  }

  @Test
  void damagedOrOtherFeaturesAreNotUsed() throws IOException {
    // Given
    var cache = new FeatureCache(folder, "key");
    try (NDManager scope = torch.newScope()) {
      cache.write(scope.create(VALUES, new Shape(3, 2)));
      assertThat(cache.read(scope, 4, 2)).isEmpty();
      assertThat(new FeatureCache(folder, "other").read(scope, 3, 2)).isEmpty();

      // When
      byte[] bytes = Files.readAllBytes(folder.resolve("key/features.f32"));
      bytes[5] ^= 1;
      Files.write(folder.resolve("key/features.f32"), bytes);

      // Then
      assertThat(cache.read(scope, 3, 2)).isEmpty();
    }
  }
}
