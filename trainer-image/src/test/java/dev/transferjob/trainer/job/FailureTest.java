package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import dev.transferjob.api.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an engine's exception means for the job. */
class FailureTest {

  /** A batch of one cannot be made smaller. */
  @ParameterizedTest
  @CsvSource({"16, 8", "7, 3", "1, 1"})
  void aFullGpuSaysWhichBatchSizeToTry(int batchSize, int smaller) {
    // Given
    var thrown =
        new EngineException(
            "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 15.77"
                + " GiB of which 1.21 GiB is free.");

    // When
    Failure failure = Failure.of(thrown, batchSize);

    // Then
    assertThat(failure.exitCode()).isEqualTo(ExitCode.OUT_OF_GPU_MEMORY);
    assertThat(failure.exitCode().reason()).isEqualTo("OutOfGpuMemory");
    assertThat(failure.message())
        .contains(
            "does not hold a batch of %d;".formatted(batchSize),
            "training.batchSize to %d and".formatted(smaller),
            "training.gradientAccumulationSteps to twice");
  }

  @Test
  void fullMainMemoryIsNotTheGpus() {
    // Given
    var thrown = new EngineException("DefaultCPUAllocator: can't allocate memory: you tried 9 GB");

    // When
    Failure failure = Failure.of(thrown, 16);

    // Then
    assertThat(failure.exitCode()).isEqualTo(ExitCode.TRAINER_ERROR);
    assertThat(failure.message()).contains("resources.limits.memory", "batchSize below 16");
  }
}
