package dev.transferjob.trainer.model;

import java.util.List;

/**
 * What an architecture's usual weights expect: RGB of {@code size} pixels square, cut from the
 * centre after the shorter side was resized to {@code resize}; then {@code (value - mean) / std} on
 * values from 0 to 1.
 */
public record InputSpec(int size, int resize, List<Double> mean, List<Double> std) {
  private static final List<Double> IMAGENET_MEAN = List.of(0.485, 0.456, 0.406);
  private static final List<Double> IMAGENET_STD = List.of(0.229, 0.224, 0.225);

  static InputSpec imageNet(int size, int resize) {
    return new InputSpec(size, resize, IMAGENET_MEAN, IMAGENET_STD);
  }

  /** The same mean and deviation for all colours. */
  static InputSpec uniform(int size, int resize, double mean, double std) {
    return new InputSpec(size, resize, List.of(mean, mean, mean), List.of(std, std, std));
  }
}
