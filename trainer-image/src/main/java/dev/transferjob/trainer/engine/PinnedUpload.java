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
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings values to a GPU through page-locked memory, so that the calling thread need not wait for
 * what the GPU was given to do before.
 */
final class PinnedUpload {
  private static final Logger LOG = LoggerFactory.getLogger(PinnedUpload.class);
  private static final float[] PROBE = {1, -2, 3.5f, 1e-30f};

  private final NDManager host = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final TorchModule pinning;
  private final NDArray device;

  /**
   * @param device a tensor that lies where values are to be brought
   */
  PinnedUpload(Torch torch, NDArray device) {
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
  }

  /** One that works, if libtorch computes on a GPU and lets it. */
  static Optional<PinnedUpload> find(Torch torch) {
    NDManager scope = torch.newScope();
    if (scope.getDevice().isGpu()) {
      var upload = new PinnedUpload(torch, scope.zeros(new Shape(0)));
      if (upload.isProved()) {
        return Optional.of(upload);
      }
    }
    scope.close();
    return Optional.empty();
  }

  /** Whether values can go through page-locked memory here, and arrive as they are. */
  boolean isProved() {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(PROBE.length * Float.BYTES).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(PROBE);
    try (NDManager scope = device.getManager().newSubManager();
        NDArray arrived = of(bytes, new Shape(PROBE.length), scope)) {
      return Arrays.equals(arrived.toFloatArray(), PROBE);
    } catch (EngineException | IllegalStateException e) {
      LOG.warn("Values are uploaded without page-locked memory: {}", firstLine(e));
      return false;
    }
  }

  /** As {@link Torch#upload}. */
  NDArray of(ByteBuffer values, Shape shape, NDManager scope) {
    try (NDArray borrowed = host.create(values, shape, DataType.FLOAT32)) {
      return pinning.infer(scope, "pinned", borrowed, device);
    }
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
