package dev.transferjob.trainer.technique;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.TorchForTests;
import dev.transferjob.trainer.train.FeatureExamples;
import dev.transferjob.trainer.train.FeatureRows;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TargetStreamTest {
  private static final int IMAGES = 10;

  private final Torch torch = TorchForTests.torch();
  private final FeatureExamples images =
      new FeatureExamples(List.of(new Numbers()), new int[IMAGES], "digest", torch);

  /** Each image is its number. */
  private static final class Numbers implements FeatureRows {
    @Override
    public int width() {
      return 1;
    }

    @Override
    public void copy(int row, ByteBuffer target) {
      target.putFloat(row);
    }
  }

  @Test
  void aBatchDependsOnItsNumberAlone() {
    // Given
    try (var whole = new TargetStream(images, 4, 7);
        var resumed = new TargetStream(images, 4, 7)) {
      for (int number = 0; number < 5; number++) {
        values(whole, number);
      }

      // When
      float[] fromTheStart = values(whole, 5);
      whole.pause();
      float[] afterAPause = values(whole, 5);
      float[] resumedThere = values(resumed, 5);

      // Then
      assertThat(resumedThere).isEqualTo(fromTheStart).isEqualTo(afterAPause);
    }
  }

  @Test
  void roundsAreFullAndDiffer() {
    try (var stream = new TargetStream(images, 5, 7)) {
      // When
      float[] first = values(stream, 0);
      float[] second = values(stream, 1);
      float[] third = values(stream, 2);

      // Then
      var seen = new TreeSet<Float>();
      for (int i = 0; i < 5; i++) {
        seen.add(first[i]);
        seen.add(second[i]);
      }
      assertThat(seen).hasSize(IMAGES);
      assertThat(third).hasSize(5).isNotEqualTo(first);
    }
  }

  @Test
  void fewImagesAreASmallerBatch() {
    try (var stream = new TargetStream(images, 64, 7)) {
      assertThat(values(stream, 3)).hasSize(IMAGES);
    }
  }

  private float[] values(TargetStream stream, long number) {
    try (NDManager scope = torch.newScope()) {
      return stream.batch(number, scope).toFloatArray();
    }
  }
}
