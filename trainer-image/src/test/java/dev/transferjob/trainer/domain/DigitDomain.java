package dev.transferjob.trainer.domain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.transferjob.api.Interpolation;
import dev.transferjob.trainer.data.Dataset;
import dev.transferjob.trainer.data.ImageBatch;
import dev.transferjob.trainer.data.ImageBatches;
import dev.transferjob.trainer.data.ImageFolder;
import dev.transferjob.trainer.data.ImageLoader;
import dev.transferjob.trainer.data.Preprocessing;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.RunningStatistics;
import dev.transferjob.trainer.random.Shuffle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** MNIST or MNIST-M, digits of 28 x 28 pixels to train on and to test. */
final class DigitDomain implements AutoCloseable {
  static final int BATCH = 64;
  private static final int SIZE = 28;
  private static final int LARGE = 500;

  private final Dataset train;
  private final Dataset test;
  private final ImageLoader images;

  private DigitDomain(Path folder, List<Double> mean, double std) {
    this.train = new ImageFolder("train", folder.resolve("train")).read();
    this.test = new ImageFolder("test", folder.resolve("test")).read();
    var preprocessing =
        new Preprocessing(SIZE, SIZE, Interpolation.Bilinear, mean, Collections.nCopies(3, std));
    this.images = new ImageLoader(preprocessing, List.of(), 1);
  }

  /** Pixels from 0 to 1, minus the mean colour of the domain's training images. */
  static DigitDomain centred(Path folder) {
    double[] sums = new double[3];
    int[] pixels = new int[1];
    try (var raw = new DigitDomain(folder, Collections.nCopies(3, 0.0), 1)) {
      try (ImageBatches batches = raw.images.evaluation(raw.train, raw.inOrder(raw.train))) {
        batches.forEachRemaining(batch -> add(batch, sums, pixels));
      }
    }
    return new DigitDomain(
        folder, List.of(sums[0] / pixels[0], sums[1] / pixels[0], sums[2] / pixels[0]), 1);
  }

  /** Pixels from -1 to 1. */
  static DigitDomain scaled(Path folder) {
    return new DigitDomain(folder, Collections.nCopies(3, 0.5), 0.5);
  }

  private static void add(ImageBatch batch, double[] sums, int[] pixels) {
    int plane = SIZE * SIZE;
    var values = batch.pixels().asFloatBuffer();
    for (int i = 0; i < batch.size() * 3 * plane; i++) {
      sums[i / plane % 3] += values.get(i);
    }
    pixels[0] += batch.size() * plane;
  }

  int steps() {
    return train.size() / BATCH;
  }

  /** The full batches of an epoch, in the order of {@code digits.py}. */
  ImageBatches epoch(long seed, int epoch) {
    var random = new SplittableRandom(1000 * (seed + 1) + epoch);
    double[] keys = new double[train.size()];
    Arrays.setAll(keys, _ -> random.nextDouble());
    int[] order =
        IntStream.range(0, keys.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> keys[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<int[]> batches =
        IntStream.range(0, steps())
            .mapToObj(step -> Arrays.copyOfRange(order, step * BATCH, (step + 1) * BATCH))
            .toList();
    return images.training(train, batches, seed, epoch);
  }

  static NDArray inputs(NDManager scope, Network network, ImageBatch batch) {
    return network.images(scope, batch.pixels(), batch.size(), SIZE);
  }

  /** The share of test images that a network tells right. */
  double accuracy(Network network) {
    int[] right = new int[1];
    each(
        network,
        test,
        (inputs, labels) -> {
          long[] told = network.evaluate(inputs).argMax(1).toLongArray();
          for (int i = 0; i < labels.length; i++) {
            right[0] += told[i] == labels[i] ? 1 : 0;
          }
        });
    return (double) right[0] / test.size();
  }

  /** Measures the network's BatchNorm statistics on the training images. */
  void reestimate(Network network) {
    RunningStatistics statistics = network.measureStatistics();
    each(network, train, (inputs, _) -> statistics.add(inputs));
    statistics.apply();
  }

  private void each(Network network, Dataset data, BiConsumer<NDArray, int[]> look) {
    try (ImageBatches batches = images.evaluation(data, inOrder(data))) {
      while (batches.hasNext()) {
        ImageBatch batch = batches.next();
        try (NDManager scope = network.newScope()) {
          look.accept(inputs(scope, network, batch), batch.labels());
        }
      }
    }
  }

  private List<int[]> inOrder(Dataset data) {
    return Shuffle.inOrder(data.size(), LARGE);
  }

  @Override
  public void close() {
    images.close();
  }
}
