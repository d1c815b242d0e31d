package dev.transferjob.trainer.engine;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings values from Java's memory to where libtorch computes. To a GPU they go through page-locked
 * memory, so that the calling thread need not wait for what the GPU was given to do before.
 */
final class Upload {
  private static final Logger LOG = LoggerFactory.getLogger(Upload.class);
  private static final float[] PROBE = {1, -2, 3.5f, 1e-30f};

  private final NDManager host = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final TorchModule pinning;
  private final NDArray device;
  private final boolean isPinned;

  /**
   * @param device a tensor that lies where values are to be brought
   */
  Upload(Torch torch, NDArray device) {
    this.device = device;
    this.pinning =
        torch.load(
            new ScriptModule("Pinning")
                .methods(
                    """
                    def pinned(self, values: Tensor, like: Tensor) -> Tensor:
                      locked = torch.pin_memory(values)
                      return torch.to(locked, like, True, False)
                    """));
    this.isPinned = device.getDevice().isGpu() && isProved();
  }

  /** Whether values can go through page-locked memory here, and arrive as they are. */
  boolean isProved() {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(PROBE.length * Float.BYTES).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(PROBE);
    try (NDManager scope = device.getManager().newSubManager();
        NDArray arrived = pinned(bytes, new Shape(PROBE.length), scope)) {
      return Arrays.equals(arrived.toFloatArray(), PROBE);
    } catch (EngineException | IllegalStateException e) {
      LOG.warn("Images are uploaded without page-locked memory: {}", firstLine(e));
      return false;
    }
  }

  /**
   * A tensor of its own, so that the buffer may be used again at once.
   *
   * @param values direct, native order: float32 of {@code shape}
   */
  NDArray of(ByteBuffer values, Shape shape, NDManager scope) {
    if (isPinned) {
      return pinned(values, shape, scope);
    }
    try (NDArray borrowed = scope.create(values, shape, DataType.FLOAT32)) {
      return borrowed.duplicate();
    }
  }

  private NDArray pinned(ByteBuffer values, Shape shape, NDManager scope) {
    try (NDArray borrowed = host.create(values, shape, DataType.FLOAT32)) {
      return pinning.infer(scope, "pinned", borrowed, device);
    }
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
