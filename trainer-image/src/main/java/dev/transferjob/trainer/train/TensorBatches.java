package dev.transferjob.trainer.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;

/** One pass over examples. */
public interface TensorBatches extends AutoCloseable {

  /**
   * A pass over labelled samples.
   *
   * @param plan of each batch the samples
   * @param labels of all samples
   * @param inputs makes the network's input for some of them
   */
  static TensorBatches of(
      List<int[]> plan, int[] labels, BiFunction<NDManager, int[], NDArray> inputs) {
    Iterator<int[]> batches = plan.iterator();
    return new TensorBatches() {
      @Override
      public boolean hasNext() {
        return batches.hasNext();
      }

      @Override
      public TensorBatch next(NDManager scope) {
        int[] samples = batches.next();
        int[] classes = Arrays.stream(samples).map(sample -> labels[sample]).toArray();
        return new TensorBatch(
            inputs.apply(scope, samples), TensorBatch.labels(scope, classes), classes);
      }

      @Override
      public void close() {}
    };
  }

  boolean hasNext();

  /** The next batch, its tensors in {@code scope}. */
  TensorBatch next(NDManager scope);

  /**
   * Brings the next batch to the device, if it is ready. Called while the device is busy with what
   * it was given, this takes no time of its own.
   */
  default void prefetch() {}

  @Override
  void close();
}
