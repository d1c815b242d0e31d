package dev.transferjob.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.transferjob.trainer.model.TorchForTests;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class PinnedUploadTest {
  private final Torch torch = TorchForTests.torch();
  private final ByteBuffer values =
      ByteBuffer.allocateDirect(6 * Float.BYTES).order(ByteOrder.nativeOrder());

  @Test
  void theBufferMayBeUsedAgain() {
    try (NDManager scope = torch.newScope()) {
      // Given
      values.asFloatBuffer().put(new float[] {1, 2, 3, 4, 5, 6});

      // When
      NDArray uploaded = torch.upload(values, new Shape(2, 3), scope);
      values.asFloatBuffer().put(new float[6]);

      // Then
      assertThat(uploaded.getShape()).isEqualTo(new Shape(2, 3));
      assertThat(uploaded.toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6);
    }
  }

  /** Page-locked memory comes from a GPU's driver; libtorch says that there is none. */
  @Test
  void pageLockedMemoryThatCannotBeHadIsNoticed() {
    try (NDManager scope = torch.newScope()) {
      assertThat(new PinnedUpload(torch, scope.zeros(new Shape(0))).isProved()).isFalse();
    }
  }
}
