package dev.transferjob.trainer.data;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.train.Examples;
import dev.transferjob.trainer.train.TensorBatch;
import dev.transferjob.trainer.train.TensorBatches;
import java.util.List;
import java.util.Optional;

/** Images, decoded anew in every pass. */
public final class ImageExamples implements Examples {
  private final Dataset data;
  private final String digest;
  private final ImageLoader loader;
  private final Torch torch;

  public ImageExamples(Dataset data, String digest, ImageLoader loader, Torch torch) {
    this.data = data;
    this.digest = digest;
    this.loader = loader;
    this.torch = torch;
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
    return new Pass(loader.training(data, batches, seed, epoch));
  }

  @Override
  public TensorBatches view(List<int[]> batches, long seed, int view) {
    return new Pass(loader.view(data, batches, seed, view));
  }

  @Override
  public TensorBatches evaluation(List<int[]> batches) {
    return new Pass(loader.evaluation(data, batches));
  }

  /** Decoded batches on their way to the device. */
  final class Pass implements TensorBatches {
    private final ImageBatches images;
    private Optional<Ahead> ahead = Optional.empty();

    /** A batch that is on the device before it is asked for. */
    private record Ahead(NDManager scope, TensorBatch batch) {}

    Pass(ImageBatches images) {
      this.images = images;
    }

    @Override
    public boolean hasNext() {
      return ahead.isPresent() || images.hasNext();
    }

    @Override
    public TensorBatch next(NDManager scope) {
      if (ahead.isEmpty()) {
        return uploaded(scope);
      }
      TensorBatch batch = ahead.get().batch();
      batch.inputs().attach(scope);
      batch.labels().attach(scope);
      forget();
      return batch;
    }

    @Override
    public void prefetch() {
      if (ahead.isEmpty() && images.isReady()) {
        NDManager scope = torch.newScope();
        ahead = Optional.of(new Ahead(scope, uploaded(scope)));
      }
    }

    boolean isAhead() {
      return ahead.isPresent();
    }

    private TensorBatch uploaded(NDManager scope) {
      ImageBatch batch = images.next();
      var shape = new Shape(batch.size(), Preprocessing.CHANNELS, loader.size(), loader.size());
      return new TensorBatch(
          torch.upload(batch.pixels(), shape, scope),
          TensorBatch.labels(scope, batch.labels()),
          batch.labels());
    }

    private void forget() {
      ahead.ifPresent(found -> found.scope().close());
      ahead = Optional.empty();
    }

    @Override
    public void close() {
      forget();
      images.close();
    }
  }
}
