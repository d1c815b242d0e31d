package dev.transferjob.trainer.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffleTest {

  @Test
  void anEpochSeesEverySampleOnceInItsOwnOrder() {
    // Given
    int samples = 100;

    // When
    List<int[]> first = Shuffle.epoch(samples, 32, 7, 0);
    List<int[]> second = Shuffle.epoch(samples, 32, 7, 1);

    // Then
    assertThat(sorted(first)).isEqualTo(IntStream.range(0, samples).toArray());
    assertThat(flat(first)).isNotEqualTo(flat(second));
    assertThat(flat(first)).isEqualTo(flat(Shuffle.epoch(samples, 32, 7, 0)));
  }

  @Test
  void aLastBatchOfOneJoinsTheOneBefore() {
    // Given
    int samples = 65;

    // When
    List<int[]> batches = Shuffle.epoch(samples, 32, 0, 0);

    // Then
    assertThat(batches).extracting(batch -> batch.length).containsExactly(32, 33);
  }

  @Test
  void batchesOfOneStayBatchesOfOne() {
    // Given
    int samples = 3;

    // When
    List<int[]> batches = Shuffle.inOrder(samples, 1);

    // Then
    assertThat(batches).extracting(batch -> batch[0]).containsExactly(0, 1, 2);
  }

  private static int[] flat(List<int[]> batches) {
    return batches.stream().flatMapToInt(Arrays::stream).toArray();
  }

  private static int[] sorted(List<int[]> batches) {
    return batches.stream().flatMapToInt(Arrays::stream).sorted().toArray();
  }
}
