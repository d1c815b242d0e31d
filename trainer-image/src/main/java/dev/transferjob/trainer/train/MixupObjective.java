package dev.transferjob.trainer.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.transferjob.trainer.model.CrossEntropy;
import dev.transferjob.trainer.random.Randomness;
import dev.transferjob.trainer.random.Shuffle;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Blends each batch with itself in another order, inputs and labels alike (Zhang et al. 2018,
 * "mixup: Beyond empirical risk minimization"); one share a batch, drawn from Beta(alpha, alpha).
 */
record MixupObjective(CrossEntropy crossEntropy, Function<NDArray, NDList> forward, double alpha)
    implements Objective {
  private static final long PURPOSE = 0x3170;

  @Override
  public NDArray loss(TensorBatch batch, StepContext step) {
    SplittableRandom random = Randomness.of(step.seed(), PURPOSE);
    NDManager scope = batch.inputs().getManager();
    NDArray share = scope.create((float) Randomness.beta(random, alpha));
    NDArray order = TensorBatch.labels(scope, Shuffle.permutation(batch.size(), random));
    NDArray inputs = crossEntropy.mix(batch.inputs(), order, share);
    NDArray others = batch.labels().get(order);
    return crossEntropy.mixed(forward.apply(inputs), batch.labels(), others, share);
  }

  @Override
  public void close() {
    crossEntropy.close();
  }
}
