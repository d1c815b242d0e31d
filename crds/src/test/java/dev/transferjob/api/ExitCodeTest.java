package dev.transferjob.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
  @Test
  void codesAreDistinct() {
    assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::code)).doesNotHaveDuplicates();
  }

  @Test
  void unknownCodesAreAnErrorOfTheTrainer() {
    assertThat(ExitCode.of(134)).isEqualTo(ExitCode.TRAINER_ERROR);
    assertThat(ExitCode.of(46)).isEqualTo(ExitCode.OUT_OF_GPU_MEMORY);
  }
}
