package dev.transferjob.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void nodeAlwaysHasScheduler() {
    // Given
    var options = Options.withNode().gpus(2);

    // Then
    assertThat(options.scheduler()).isTrue();
    assertThat(options.gpus()).isEqualTo(2);
  }

  @Test
  void refusesNamesThatCannotBeFolders() {
    assertThatThrownBy(() -> Options.controlPlane().named("../other"))
        .hasMessageContaining("\"../other\"")
        .hasMessageContaining("lower-case letters");
  }

  @Test
  void refusesGpusWithoutNode() {
    assertThatThrownBy(() -> Options.controlPlane().gpus(1)).hasMessageContaining("with a node");
  }
}
