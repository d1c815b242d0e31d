package dev.transferjob.trainer.technique;

import dev.transferjob.trainer.train.Examples;
import java.util.Optional;

/**
 * The domain that a network is adapted to.
 *
 * @param images all of them, without labels; may be passed over beside the source's
 * @param labels of the same images, only to report the accuracy; absent where they are not known
 * @param sample some of the images, to measure the gap between the domains by
 * @param sourceSample as many of the source
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TargetDomain(
    Examples images, Optional<int[]> labels, Examples sample, Examples sourceSample) {

  /** The share of images that were told right, if that is known. */
  public Optional<Double> accuracy(int[] predictions) {
    return labels.map(
        known -> {
          int right = 0;
          for (int i = 0; i < known.length; i++) {
            right += known[i] == predictions[i] ? 1 : 0;
          }
          return (double) right / known.length;
        });
  }
}
