package dev.transferjob.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StratifiedSplitTest {

  @Test
  void takesTheSameShareOfEveryClassAndNoneTwice() {
    // Given
    Dataset all = data(50, 10);

    // When
    StratifiedSplit split = StratifiedSplit.of(all, 0.2, 1);

    // Then
    assertThat(split.validation().counts()).containsExactly(10, 2);
    assertThat(split.train().counts()).containsExactly(40, 8);
    assertThat(split.train().samples()).doesNotContainAnyElementsOf(split.validation().samples());
  }

  @Test
  void dependsOnNothingButTheSeed() {
    // Given
    Dataset all = data(50, 10);

    // When
    StratifiedSplit split = StratifiedSplit.of(all, 0.2, 1);

    // Then
    assertThat(split).isEqualTo(StratifiedSplit.of(all, 0.2, 1));
    assertThat(split).isNotEqualTo(StratifiedSplit.of(all, 0.2, 2));
  }

  @Test
  void aSmallClassKeepsSamplesOnBothSides() {
    // Given
    Dataset all = data(2, 2);

    // When
    StratifiedSplit split = StratifiedSplit.of(all, 0.9, 1);

    // Then
    assertThat(split.train().counts()).containsExactly(1, 1);
    assertThat(split.validation().counts()).containsExactly(1, 1);
  }

  @Test
  void aClassOfOneCannotBeSplit() {
    // Given
    Dataset all = data(5, 1);

    // When / Then
    assertThatThrownBy(() -> StratifiedSplit.of(all, 0.2, 1))
        .hasMessageContainingAll("class-1", "data.validation");
  }

  private static Dataset data(int... counts) {
    List<Sample> samples =
        IntStream.range(0, counts.length)
            .boxed()
            .flatMap(
                label ->
                    IntStream.range(0, counts[label])
                        .mapToObj(i -> new Sample(label + "/" + i, Path.of("x"), label)))
            .toList();
    List<String> classes =
        IntStream.range(0, counts.length).mapToObj(label -> "class-" + label).toList();
    return new Dataset(classes, samples);
  }
}
