package dev.transferjob.trainer.data;

import java.nio.ByteBuffer;

/**
 * Decoded, normalised images.
 *
 * @param pixels direct, native order: single-precision values [n, 3, size, size]; valid until the
 *     next batch is taken
 * @param samples indices into the data set
 * @param labels the samples' classes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ImageBatch(ByteBuffer pixels, int[] samples, int[] labels) {

  public int size() {
    return samples.length;
  }
}
