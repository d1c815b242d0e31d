package dev.transferjob.trainer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.TrainerException;
import java.util.function.Supplier;

/**
 * Lets forward passes compute in bfloat16 where libtorch deems it safe (convolutions and matrix
 * products), while weights, gradients and results stay float32. DJL has no such switch, so
 * libtorch's own is called.
 */
public final class Autocast implements AutoCloseable {
  private static final double TOLERANCE = 0.05;

  private final TorchModule widening;
  private final Switch mode;

  /** What turns the mode on and off for the calling thread. */
  interface Switch {
    void on();

    void off();
  }

  private Autocast(Torch torch, Switch mode) {
    this.mode = mode;
    this.widening =
        torch.load(
            new ScriptModule("Widening")
                .methods(
                    """
                    def single(self, x: Tensor) -> Tensor:
                      return torch.to(x, 6)
                    def product(self, x: Tensor, y: Tensor) -> Tensor:
                      return torch.to(torch.matmul(x, y), 6)
                    """));
  }

  /**
   * Switches the mode on for {@link #forward}, after it has proved to work.
   *
   * @param device as in {@code cpu} or {@code gpu}
   * @throws TrainerException with {@link ExitCode#INVALID_SPEC} if it does not work here
   */
  public static Autocast bfloat16(Torch torch, String device) {
    return proved(torch, () -> LibtorchAutocast.find(device));
  }

  static Autocast proved(Torch torch, Supplier<? extends Switch> found) {
    try {
      var autocast = new Autocast(torch, found.get());
      autocast.test(torch);
      return autocast;
    } catch (UnsupportedOperationException e) {
      throw new TrainerException(
          ExitCode.INVALID_SPEC,
          "training.precision BF16 does not work here (%s); set it to FP32"
              .formatted(e.getMessage()),
          e);
    }
  }

  /** What {@code pass} gives, computed in bfloat16, as float32 and with its gradients. */
  public NDList forward(Supplier<NDList> pass) {
    mode.on();
    try (NDList results = pass.get()) {
      NDList wide = new NDList();
      results.forEach(result -> wide.add(widening.call("single", result)));
      return wide;
    } finally {
      mode.off();
    }
  }

  /** A product must be rounded as bfloat16 rounds, and its gradient must come back. */
  private void test(Torch torch) {
    try (NDManager scope = torch.newScope()) {
      NDArray x = scope.create(new float[] {1 + 1 / 512f, 2, 3, 4}, new Shape(2, 2));
      NDArray y = scope.create(new float[] {1, 0, 0, 1}, new Shape(2, 2));
      y.setRequiresGradient(true);
      NDArray product = forward(() -> new NDList(widening.call("product", x, y))).head();
      float[] values = product.toFloatArray();
      torch.backward(product.sum());
      float[] gradient = y.getGradient().toFloatArray();
      if (values[0] == 1 + 1 / 512f) {
        throw new UnsupportedOperationException("libtorch computes in float32 all the same");
      }
      if (Math.abs(values[3] - 4) > TOLERANCE || Math.abs(gradient[0] - 4) > TOLERANCE) {
        throw new UnsupportedOperationException("its results are wrong");
      }
    }
  }

  @Override
  public void close() {
    widening.close();
  }
}
