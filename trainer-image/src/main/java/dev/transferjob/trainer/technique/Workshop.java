package dev.transferjob.trainer.technique;

import ai.djl.ndarray.NDManager;
import dev.transferjob.trainer.Sha256;
import dev.transferjob.trainer.StopSignal;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.progress.ProgressTracker;
import java.nio.file.Path;

/**
 * What every technique works with.
 *
 * @param manager owns tensors that live as long as the job
 * @param features folder of the feature cache
 * @param featureKey digest of the weights and all else that features depend on
 * @param evaluationBatch samples per forward pass without gradients
 */
public record Workshop(
    Torch torch,
    NDManager manager,
    ProgressTracker tracker,
    StopSignal stop,
    Path features,
    String featureKey,
    int evaluationBatch) {

  FeatureCache featureCache(String dataDigest) {
    return new FeatureCache(features, Sha256.of(featureKey + "\n" + dataDigest));
  }
}
