package dev.transferjob.trainer.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.transferjob.trainer.train.Examples;
import dev.transferjob.trainer.train.TensorBatch;
import dev.transferjob.trainer.train.TensorBatches;
import java.util.List;

/** Images, decoded anew in every pass. */
public final class ImageExamples implements Examples {
  private final Dataset data;
  private final String digest;
  private final ImageLoader loader;

  public ImageExamples(Dataset data, String digest, ImageLoader loader) {
    this.data = data;
    this.digest = digest;
    this.loader = loader;
  }

  @Override
  public int size() {
    return data.size();
  }

  @Override
  public int[] labels() {
    return data.labels();
  }

  @Override
  public String digest() {
    return digest;
  }

  @Override
  public TensorBatches training(List<int[]> batches, long seed, int epoch) {
    return tensors(loader.training(data, batches, seed, epoch));
  }

  @Override
  public TensorBatches view(List<int[]> batches, long seed, int view) {
    return tensors(loader.view(data, batches, seed, view));
  }

  @Override
  public TensorBatches evaluation(List<int[]> batches) {
    return tensors(loader.evaluation(data, batches));
  }

  private TensorBatches tensors(ImageBatches images) {
    return new TensorBatches() {
      @Override
      public boolean hasNext() {
        return images.hasNext();
      }

      @Override
      public TensorBatch next(NDManager scope) {
        ImageBatch batch = images.next();
        return new TensorBatch(
            upload(batch, scope), TensorBatch.labels(scope, batch.labels()), batch.labels());
      }

      @Override
      public void close() {
        images.close();
      }
    };
  }

  /** Copies, because the loader uses its buffer again and libtorch likes its own alignment. */
  private NDArray upload(ImageBatch batch, NDManager scope) {
    var shape = new Shape(batch.size(), 3, loader.size(), loader.size());
    try (NDArray borrowed = scope.create(batch.pixels(), shape, DataType.FLOAT32)) {
      return borrowed.duplicate();
    }
  }
}
