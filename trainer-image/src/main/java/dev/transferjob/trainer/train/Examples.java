package dev.transferjob.trainer.train;

import dev.transferjob.trainer.random.Shuffle;
import java.util.List;

/** Labelled inputs of a network. Only one pass at a time. */
public interface Examples {

  int size();

  /** Each sample's class. */
  int[] labels();

  /** Stands for the samples' contents and their order. */
  String digest();

  /** One training pass over {@code batches} of indices, augmented by (seed, epoch, sample). */
  TensorBatches training(List<int[]> batches, long seed, int epoch);

  /** One pass over {@code batches} of indices, augmented by (seed, view, sample). */
  TensorBatches view(List<int[]> batches, long seed, int view);

  /** One pass over {@code batches} of indices, as they are. */
  TensorBatches evaluation(List<int[]> batches);

  /** One pass in the order of the samples, as they are. */
  default TensorBatches evaluation(int batchSize) {
    return evaluation(Shuffle.inOrder(size(), batchSize));
  }
}
