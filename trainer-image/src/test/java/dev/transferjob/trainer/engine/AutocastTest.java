package dev.transferjob.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.TrainerException;
import dev.transferjob.trainer.model.TorchForTests;
import org.junit.jupiter.api.Test;

/** Half the precision is only taken where libtorch proves to compute in it. */
class AutocastTest {
  private final Torch torch = TorchForTests.torch();

  /** A switch that was found but does nothing. */
  private static final class Idle implements Autocast.Switch {
    private int calls;

    @Override
    public void on() {
      calls++;
    }

    @Override
    public void off() {
      calls++;
    }
  }

  @Test
  void aModeThatChangesNothingIsRefused() {
    // Given
    var idle = new Idle();

    // When / Then
    assertThatExceptionOfType(TrainerException.class)
        .isThrownBy(() -> Autocast.proved(torch, () -> idle))
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID_SPEC))
        .withMessageContainingAll(
            "training.precision BF16 does not work here",
            "libtorch computes in float32 all the same",
            "set it to FP32");
    assertThat(idle.calls).as("on and off").isEqualTo(2);
  }

  @Test
  void aLibraryWithoutTheModeIsRefused() {
    // When / Then
    assertThatExceptionOfType(TrainerException.class)
        .isThrownBy(
            () ->
                Autocast.proved(
                    torch,
                    () -> {
                      throw new UnsupportedOperationException("libtorch has no such function");
                    }))
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID_SPEC))
        .withMessageContainingAll("libtorch has no such function", "set it to FP32");
  }

  @Test
  void libtorchsOwnModePasses() {
    Autocast.proved(torch, () -> LibtorchAutocast.find("cpu")).close();
  }
}
