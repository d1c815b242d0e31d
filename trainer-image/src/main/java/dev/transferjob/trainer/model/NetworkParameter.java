package dev.transferjob.trainer.model;

import ai.djl.ndarray.NDArray;

/**
 * A trained tensor of a network.
 *
 * @param unit the name of the unit that holds it; the head's name for the head's
 * @param array the live tensor
 */
public record NetworkParameter(String name, String unit, boolean inHead, NDArray array) {

  /** Whether weight decay is usual for it: not for biases and BatchNorm's scale. */
  public boolean decays() {
    return array.getShape().dimension() > 1;
  }
}
