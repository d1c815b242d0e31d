package dev.transferjob.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import dev.transferjob.api.Architecture;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkLoader;
import dev.transferjob.trainer.model.TorchForTests;
import org.junit.jupiter.api.Test;

class TensorDataTest {

  /** A checkpoint reads every weight; what that takes in native memory must not stay. */
  @Test
  void readingAWeightLeavesNothingBehind() {
    // Given
    try (Network network =
        new NetworkLoader(TorchForTests.torch()).fromScratch(Architecture.CifarResNet8, 2, 0)) {
      NDArray weight =
          network.parameters().stream()
              .filter(parameter -> parameter.decays() && !parameter.inHead())
              .findFirst()
              .orElseThrow()
              .array();
      int before = held(weight);

      // When
      for (int i = 0; i < 3; i++) {
        assertThat(network.copyState()).isNotEmpty();
        network.liveState().forEach((name, tensor) -> assertThat(tensor.values()).isNotEmpty());
      }

      // Then
      assertThat(held(weight)).isEqualTo(before);
    }
  }

  @Test
  void aLiveTensorChangesAndACopyDoesNot() {
    // Given
    try (var scope = TorchForTests.torch().newScope()) {
      NDArray tensor = scope.create(new float[] {1, 2});
      TensorData live = TensorData.live(tensor);
      TensorData copy = TensorData.copyOf(tensor);

      // When
      tensor.addi(1);

      // Then
      assertThat(live.values()).containsExactly(2, 3);
      assertThat(copy.values()).containsExactly(1, 2);
      assertThat(tensor.getManager()).isSameAs(scope);
    }
  }

  private static int held(NDArray tensor) {
    return ((BaseNDManager) tensor.getManager()).getManagedArrays().size();
  }
}
