package dev.transferjob.trainer.job;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.transferjob.trainer.train.GivenExamples;

/** Eight images of two classes whose pixels are not numbers. */
final class BrokenExamples extends GivenExamples {
  BrokenExamples() {
    super("broken", 0, 1, 0, 1, 0, 1, 0, 1);
  }

  @Override
  protected NDArray input(NDManager scope, int[] samples) {
    return scope.full(new Shape(samples.length, 3, 8, 8), Float.NaN);
  }
}
