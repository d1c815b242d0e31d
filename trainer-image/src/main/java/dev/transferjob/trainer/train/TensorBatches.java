package dev.transferjob.trainer.train;

import ai.djl.ndarray.NDManager;

/** One pass over examples. */
public interface TensorBatches extends AutoCloseable {

  boolean hasNext();

  /** The next batch, its tensors in {@code scope}. */
  TensorBatch next(NDManager scope);

  @Override
  void close();
}
