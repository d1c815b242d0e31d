package dev.transferjob.trainer.technique;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.Sha256;
import dev.transferjob.trainer.StopSignal;
import dev.transferjob.trainer.TrainerException;
import dev.transferjob.trainer.engine.Autocast;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.progress.ProgressTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What every technique works with.
 *
 * @param manager owns tensors that live as long as the job
 * @param features folder of the feature cache
 * @param featureKey of the weights and all else but the samples that features depend on
 * @param evaluationBatch samples per forward pass without gradients
 * @param autocast absent where training computes in single precision
 */
public record Workshop(
    Torch torch,
    NDManager manager,
    ProgressTracker tracker,
    StopSignal stop,
    Path features,
    String featureKey,
    int evaluationBatch,
    Optional<Autocast> autocast) {

  /** A forward pass of training, in the job's precision. */
  NDList forward(Supplier<NDList> pass) {
    return autocast.map(mode -> mode.forward(pass)).orElseGet(pass);
  }

  /** Where the features of these samples lie. */
  Path featureFolder(String samples) {
    return features.resolve(Sha256.of(featureKey + "\n" + samples));
  }

  /** The space that is left for features. */
  long freeBytes() {
    try {
      Files.createDirectories(features);
      return Files.getFileStore(features).getUsableSpace();
    } catch (IOException e) {
      throw new TrainerException(
          ExitCode.OUTPUT_FAILED,
          "%s cannot be made (%s); check the output's claim".formatted(features, e.getMessage()),
          e);
    }
  }
}
