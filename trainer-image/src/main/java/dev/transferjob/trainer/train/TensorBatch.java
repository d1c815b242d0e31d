package dev.transferjob.trainer.train;

import ai.djl.ndarray.NDArray;

/**
 * Examples on the device.
 *
 * @param inputs float32: images [n, 3, size, size] or features [n, width]
 * @param labels int64 [n]
 * @param classes the same labels in Java memory
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TensorBatch(NDArray inputs, NDArray labels, int[] classes) {

  public int size() {
    return classes.length;
  }
}
