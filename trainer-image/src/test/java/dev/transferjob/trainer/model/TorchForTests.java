package dev.transferjob.trainer.model;

import dev.transferjob.trainer.engine.Torch;

/** The test process's libtorch: JUnit runs all tests on one thread. */
public final class TorchForTests {
  private static final Torch TORCH = Torch.start(2);

  private TorchForTests() {}

  public static Torch torch() {
    return TORCH;
  }
}
