package dev.transferjob.trainer.job;

import ai.djl.engine.EngineException;
import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.TrainerException;
import dev.transferjob.trainer.model.ModelInvalidException;
import java.io.IOException;

/**
 * How an attempt ended badly.
 *
 * @param message cause and next thing to do
 */
record Failure(ExitCode exitCode, String message) {

  /** The failure that an exception means; {@code batchSize} is what the job trained with. */
  static Failure of(Throwable thrown, int batchSize) {
    return switch (thrown) {
      case TrainerException known -> new Failure(known.exitCode(), known.getMessage());
      case ModelInvalidException model -> new Failure(ExitCode.MODEL_INVALID, model.getMessage());
      case IOException io ->
          new Failure(
              ExitCode.OUTPUT_FAILED,
              "the output cannot be written (%s); check the claim's free space and permissions"
                  .formatted(io));
      case OutOfMemoryError memory ->
          new Failure(
              ExitCode.TRAINER_ERROR,
              "the Java heap is full (%s); raise resources.limits.memory"
                  .formatted(memory.getMessage()));
      case EngineException engine -> ofEngine(engine, batchSize);
      default -> new Failure(ExitCode.TRAINER_ERROR, "unexpected: " + thrown);
    };
  }

  private static Failure ofEngine(EngineException engine, int batchSize) {
    String message = String.valueOf(engine.getMessage());
    if (message.contains("CUDA out of memory")) {
      return new Failure(
          ExitCode.OUT_OF_GPU_MEMORY,
          "the GPU's memory does not hold a batch of %d; set training.batchSize to %d and"
                  .formatted(batchSize, Math.max(1, batchSize / 2))
              + " training.gradientAccumulationSteps to twice what it is");
    }
    if (message.contains("can't allocate memory")) {
      return new Failure(
          ExitCode.TRAINER_ERROR,
          "memory is used up; raise resources.limits.memory or set training.batchSize below %d"
              .formatted(batchSize));
    }
    return new Failure(ExitCode.TRAINER_ERROR, "PyTorch failed: " + message);
  }
}
