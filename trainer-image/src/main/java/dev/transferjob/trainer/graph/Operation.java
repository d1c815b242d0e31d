package dev.transferjob.trainer.graph;

/** What makes a value out of others. */
sealed interface Operation {

  /** A named layer of the block, on one value. */
  record Apply(String name, Layer layer) implements Operation {}

  record Relu() implements Operation {}

  /** max(0, min(x, 6)). */
  record Relu6() implements Operation {}

  /** The sum of two values of one shape. */
  record Add() implements Operation {}

  /** Values side by side in their channels. */
  record Concat() implements Operation {}

  record MaxPool(int kernel, int stride, int padding) implements Operation {}

  /** Padding counts as zeros. */
  record AveragePool(int kernel, int stride, int padding) implements Operation {}

  /** (N, C, H, W) to (N, C, size, size). */
  record AdaptiveAveragePool(int size) implements Operation {}

  /** (N, C, H, W) to (N, C). */
  record GlobalAverage() implements Operation {}

  /** (N, C, H, W) to (N, C * H * W). */
  record Flatten() implements Operation {}

  /** Every {@code stride}th pixel, across and down. */
  record Subsample(int stride) implements Operation {}

  /** Channels of zeros, so many before and as many behind. */
  record PadChannels(int count) implements Operation {}
}
