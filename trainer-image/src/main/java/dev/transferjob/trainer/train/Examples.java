package dev.transferjob.trainer.train;

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

  /** One pass in the order of the samples, as they are. */
  TensorBatches evaluation(int batchSize);
}
