package dev.transferjob.trainer.technique;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.transferjob.trainer.random.Shuffle;
import dev.transferjob.trainer.train.Examples;
import dev.transferjob.trainer.train.TensorBatches;
import java.util.List;

/**
 * Batches of the target without end, each round shuffled anew. A batch is a function of its number,
 * so that a resumed job goes on with the same one.
 */
final class TargetStream implements AutoCloseable {
  private final Examples images;
  private final int batchSize;
  private final long seed;
  private TensorBatches pass;
  private long next;

  TargetStream(Examples images, int batchSize, long seed) {
    this.images = images;
    this.batchSize = Math.min(batchSize, images.size());
    this.seed = seed;
  }

  /** The images of a batch, counted from 0, in {@code scope}. */
  NDArray batch(long number, NDManager scope) {
    if (pass == null || number != next || !pass.hasNext()) {
      open(number);
    }
    next = number + 1;
    return pass.next(scope).inputs();
  }

  /** Brings the next batch to the device while that is busy, if there is one in this round. */
  void prefetch() {
    if (pass != null) {
      pass.prefetch();
    }
  }

  private void open(long number) {
    pause();
    int rounds = round(0).size();
    int epoch = Math.toIntExact(number / rounds);
    List<int[]> batches = round(epoch);
    int first = Math.toIntExact(number % rounds);
    pass = images.training(batches.subList(first, batches.size()), seed, epoch);
  }

  /** Full batches only; what is left over comes at another place of the next round. */
  private List<int[]> round(int epoch) {
    return Shuffle.epoch(images.size(), batchSize, seed, epoch).stream()
        .filter(batch -> batch.length >= batchSize)
        .toList();
  }

  /** Lets the images be passed over otherwise; the next batch is made again. */
  void pause() {
    if (pass != null) {
      pass.close();
      pass = null;
    }
  }

  @Override
  public void close() {
    pause();
  }
}
