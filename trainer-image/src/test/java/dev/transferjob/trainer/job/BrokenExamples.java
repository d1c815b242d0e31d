package dev.transferjob.trainer.job;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.transferjob.trainer.train.Examples;
import dev.transferjob.trainer.train.TensorBatch;
import dev.transferjob.trainer.train.TensorBatches;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Eight images of two classes whose pixels are not numbers. */
final class BrokenExamples implements Examples {
  @Override
  public int size() {
    return 8;
  }

  @Override
  public int[] labels() {
    return new int[] {0, 1, 0, 1, 0, 1, 0, 1};
  }

  @Override
  public String digest() {
    return "broken";
  }

  @Override
  public TensorBatches training(List<int[]> batches, long seed, int epoch) {
    return evaluation(batches);
  }

  @Override
  public TensorBatches view(List<int[]> batches, long seed, int view) {
    return evaluation(batches);
  }

  @Override
  public TensorBatches evaluation(List<int[]> batches) {
    Iterator<int[]> rest = batches.iterator();
    return new TensorBatches() {
      @Override
      public boolean hasNext() {
        return rest.hasNext();
      }

      @Override
      public TensorBatch next(NDManager scope) {
        int[] classes = Arrays.stream(rest.next()).map(sample -> labels()[sample]).toArray();
        long[] labels = Arrays.stream(classes).asLongStream().toArray();
        return new TensorBatch(
            scope.full(new Shape(classes.length, 3, 8, 8), Float.NaN),
            scope.create(labels),
            classes);
      }

      @Override
      public void close() {}
    };
  }
}
