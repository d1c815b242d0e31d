package dev.transferjob.trainer.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The order of the samples in an epoch, and how it falls into batches. */
public final class Shuffle {
  private static final long PURPOSE = 0x0e0c;

  private Shuffle() {}

  /** The batches of one training epoch: sample indices, shuffled by (seed, epoch). */
  public static List<int[]> epoch(int samples, int batchSize, long seed, int epoch) {
    return batches(permutation(samples, Randomness.of(PURPOSE, seed, epoch)), batchSize);
  }

  /** All samples in their own order, for evaluation. */
  public static List<int[]> inOrder(int samples, int batchSize) {
    int[] order = new int[samples];
    Arrays.setAll(order, i -> i);
    return batches(order, batchSize);
  }

  /** The numbers below {@code length} in a random order. */
  public static int[] permutation(int length, SplittableRandom random) {
    int[] order = new int[length];
    for (int i = 0; i < length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** Cuts into batches; a last batch of one joins the one before, as BatchNorm needs two. */
  private static List<int[]> batches(int[] order, int batchSize) {
    var batches = new ArrayList<int[]>();
    int start = 0;
    while (start < order.length) {
      int end = Math.min(start + batchSize, order.length);
      if (order.length - end == 1 && batchSize > 1) {
        end = order.length;
      }
      batches.add(Arrays.copyOfRange(order, start, end));
      start = end;
    }
    return batches;
  }
}
