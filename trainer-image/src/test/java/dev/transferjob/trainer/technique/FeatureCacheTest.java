package dev.transferjob.trainer.technique;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCacheTest {
  private static final float[] FIRST = {1, -2, 3.5f, 0};
  private static final float[] LAST = {1e-9f, 7};

  @TempDir Path folder;

  /** Three rows of two features, two rows a chunk. */
  private FeatureCache cache() {
    return new FeatureCache(folder.resolve("key"), 3, 2, 2);
  }

  @Test
  void aRetryFindsTheSameRows() {
    // Given
    FeatureCache written = cache();
    written.write(0, FIRST);
    written.write(1, LAST);

    // When
    FeatureCache found = cache();

    // Then
    assertThat(found.missingBytes()).isZero();
    assertThat(row(found, 1)).containsExactly(3.5f, 0);
    assertThat(row(found, 2)).containsExactly(1e-9f, 7);
  }

  @Test
  void aRetryGoesOnFromTheCompleteChunks() {
    // Given
    cache().write(0, FIRST);

    // When
    FeatureCache found = cache();

    // Then
    assertThat(found.has(0)).isTrue();
    assertThat(found.has(1)).isFalse();
    assertThat(found.missingBytes()).isEqualTo(2 * Float.BYTES);
  }

  @Test
  void aDamagedOrTruncatedChunkIsComputedAgain() throws IOException {
    // Given
    FeatureCache written = cache();
    written.write(0, FIRST);
    written.write(1, LAST);

    // When
    Path first = folder.resolve("key/000000.f32");
    byte[] bytes = Files.readAllBytes(first);
    bytes[5] ^= 1;
    Files.write(first, bytes);
    Files.write(folder.resolve("key/000001.f32"), new byte[3]);

    // Then
    FeatureCache found = cache();
    assertThat(found.has(0)).isFalse();
    assertThat(found.has(1)).isFalse();
    found.write(0, FIRST);
    assertThat(row(found, 0)).containsExactly(1, -2);
  }

  private static float[] row(FeatureCache cache, int row) {
    assertThat(cache.has(row / 2)).isTrue();
    ByteBuffer target =
        ByteBuffer.allocate(cache.width() * Float.BYTES).order(ByteOrder.nativeOrder());
    cache.copy(row, target);
    float[] values = new float[cache.width()];
    target.flip().asFloatBuffer().get(values);
    return values;
  }
}
