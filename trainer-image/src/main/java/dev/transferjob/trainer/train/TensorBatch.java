package dev.transferjob.trainer.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;

/**
 * Examples on the device.
 *
 * @param inputs float32: images [n, 3, size, size] or features [n, width]
 * @param labels int64 [n]
 * @param classes the same labels in Java memory
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TensorBatch(NDArray inputs, NDArray labels, int[] classes) {

  /** Class numbers as a tensor. */
  public static NDArray labels(NDManager scope, int[] classes) {
    return scope.create(Arrays.stream(classes).asLongStream().toArray());
  }

  public int size() {
    return classes.length;
  }
}
