package dev.transferjob.trainer.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CollapseTest {
  private final Collapse even = new Collapse(new int[] {0, 1, 2, 3}, 4);

  @Test
  void fewClassesOnTheTargetAreACollapse() {
    assertThat(even.of(1.9, 0.9))
        .hasValueSatisfying(words -> assertThat(words).contains("1.9 of 4"));
    assertThat(even.of(2.1, 0.9)).isEmpty();
  }

  @Test
  void fewClassesAreRightWhereTheSourceHasFew() {
    assertThat(new Collapse(new int[] {2, 2, 2, 1}, 4).of(1, 0.9)).isEmpty();
  }

  /** As MCC on a weak source model: clean clusters on the target that are not the classes. */
  @Test
  void aForgottenSourceIsACollapse() {
    assertThat(even.of(4, 0.25))
        .hasValueSatisfying(words -> assertThat(words).contains("accuracy 0.250"));
    assertThat(even.of(4, 0.4)).isEmpty();
  }
}
