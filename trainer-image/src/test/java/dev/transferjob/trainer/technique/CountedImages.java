package dev.transferjob.trainer.technique;

import dev.transferjob.trainer.train.Examples;
import dev.transferjob.trainer.train.TensorBatches;
import java.util.List;

/** Examples that count how many of them were asked for. */
final class CountedImages implements Examples {
  private final Examples images;
  private int asked;

  CountedImages(Examples images) {
    this.images = images;
  }

  int asked() {
    return asked;
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public int[] labels() {
    return images.labels();
  }

  @Override
  public String digest() {
    return images.digest();
  }

  @Override
  public TensorBatches training(List<int[]> batches, long seed, int epoch) {
    count(batches);
    return images.training(batches, seed, epoch);
  }

  @Override
  public TensorBatches view(List<int[]> batches, long seed, int view) {
    count(batches);
    return images.view(batches, seed, view);
  }

  @Override
  public TensorBatches evaluation(List<int[]> batches) {
    count(batches);
    return images.evaluation(batches);
  }

  private void count(List<int[]> batches) {
    asked += batches.stream().mapToInt(batch -> batch.length).sum();
  }
}
