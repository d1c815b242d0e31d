package dev.transferjob.trainer.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.transferjob.trainer.data.Shuffle;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** What the backbone made of each image once, kept in memory. */
public final class FeatureExamples implements Examples {
  private final NDArray features;
  private final int[] labels;
  private final String digest;

  /**
   * Examples out of features.
   *
   * @param features float32 [n, width]
   * @param digest of the samples that they are of
   */
  public FeatureExamples(NDArray features, int[] labels, String digest) {
    this.features = features;
    this.labels = labels.clone();
    this.digest = digest;
  }

  /** All of them: [n, width]. */
  public NDArray features() {
    return features;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int[] labels() {
    return labels.clone();
  }

  @Override
  public String digest() {
    return digest;
  }

  @Override
  public TensorBatches training(List<int[]> batches, long seed, int epoch) {
    return rows(batches.iterator());
  }

  @Override
  public TensorBatches evaluation(int batchSize) {
    return rows(Shuffle.inOrder(labels.length, batchSize).iterator());
  }

  private TensorBatches rows(Iterator<int[]> batches) {
    return new TensorBatches() {
      @Override
      public boolean hasNext() {
        return batches.hasNext();
      }

      @Override
      public TensorBatch next(NDManager scope) {
        return batch(batches.next(), scope);
      }

      @Override
      public void close() {}
    };
  }

  private TensorBatch batch(int[] rows, NDManager scope) {
    int[] classes = Arrays.stream(rows).map(row -> labels[row]).toArray();
    NDArray indices = ImageExamples.labels(scope, rows);
    NDArray inputs = features.get(scope, new NDIndex("{}", indices));
    return new TensorBatch(inputs, ImageExamples.labels(scope, classes), classes);
  }
}
