package dev.transferjob.trainer.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.random.Randomness;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * What the backbone made of one or several views of each sample. Training takes one of them at
 * random, in every epoch anew; evaluation the first.
 */
public final class FeatureExamples implements Examples {
  private static final long PURPOSE = 0xfea7;

  private final List<FeatureRows> views;
  private final int[] labels;
  private final String digest;
  private final Torch torch;

  /**
   * Examples out of features.
   *
   * @param views of each a row a sample
   * @param digest of the samples that they are of
   */
  public FeatureExamples(
      List<? extends FeatureRows> views, int[] labels, String digest, Torch torch) {
    this.views = List.copyOf(views);
    this.labels = labels.clone();
    this.digest = digest;
    this.torch = torch;
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
    return rows(
        batches, sample -> Randomness.of(PURPOSE, seed, epoch, sample).nextInt(views.size()));
  }

  @Override
  public TensorBatches evaluation(List<int[]> batches) {
    return view(batches, 0, 0);
  }

  @Override
  public TensorBatches view(List<int[]> batches, long seed, int view) {
    return rows(batches, sample -> view);
  }

  private TensorBatches rows(List<int[]> plan, IntUnaryOperator view) {
    return TensorBatches.of(plan, labels, (scope, samples) -> inputs(samples, view, scope));
  }

  private NDArray inputs(int[] picked, IntUnaryOperator view, NDManager scope) {
    int width = views.getFirst().width();
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(picked.length * width * Float.BYTES)
            .order(ByteOrder.nativeOrder());
    for (int sample : picked) {
      views.get(view.applyAsInt(sample)).copy(sample, buffer);
    }
    return torch.upload(buffer.flip(), new Shape(picked.length, width), scope);
  }
}
