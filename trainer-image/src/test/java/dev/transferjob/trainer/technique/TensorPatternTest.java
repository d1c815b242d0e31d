package dev.transferjob.trainer.technique;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class TensorPatternTest {
  private static final Set<String> NAMES =
      Set.of("conv1.weight", "layer1.0.conv1.weight", "layer2.0.conv1.weight");

  private static Set<String> among(String expression) {
    return new TensorPattern("fineTuning.trainableLayers.pattern", expression).among(NAMES);
  }

  @Test
  void isSearchedInTheNames() {
    assertThat(among("^layer[2-4]\\.")).containsExactly("layer2.0.conv1.weight");
    assertThat(among("conv1")).hasSize(3);
  }

  @Test
  void withoutAMatchTheNamesAreTold() {
    assertThatThrownBy(() -> among("layer9"))
        .hasMessageContaining("fineTuning.trainableLayers.pattern")
        .hasMessageContaining("conv1.weight, layer1.0.conv1.weight, layer2.0.conv1.weight");
  }

  @Test
  void anInvalidOneSaysWhatIsWrong() {
    assertThatThrownBy(() -> among("layer(")).hasMessageContaining("Unclosed group");
  }

  @Test
  void anExponentialSearchIsStopped() {
    assertThatThrownBy(() -> among(".*.*.*.*.*.*.*!")).hasMessageContaining("takes too long");
  }
}
