package dev.transferjob.trainer.model;

import static dev.transferjob.trainer.graph.BatchNorm2d.batchNorm;
import static dev.transferjob.trainer.graph.Conv2d.conv;
import static dev.transferjob.trainer.graph.Dropout.dropout;
import static dev.transferjob.trainer.graph.Linear.linear;

import dev.transferjob.trainer.graph.Value;

/**
 * Simonyan and Zisserman 2015, "Very deep convolutional networks", table 1: configurations A (11
 * layers), B (13), D (16) and E (19), with torchvision's parameter names. The backbone ends behind
 * the second layer of 4096; what torchvision calls {@code classifier.6} is the head.
 */
final class Vgg {
  private static final int[] WIDTHS = {64, 128, 256, 512, 512};
  private static final int POOLED = 7;
  private static final int HIDDEN = 4096;
  private static final double DROPOUT = 0.5;

  private final boolean isNormalized;
  private int layer;

  private Vgg(boolean isNormalized) {
    this.isNormalized = isNormalized;
  }

  /** Without batch normalization, as published; {@code depths} are the convolutions per stage. */
  static LayeredNetwork plain(int classes, int... depths) {
    return new Vgg(false).network(classes, depths);
  }

  /** With batch normalization behind each convolution. */
  static LayeredNetwork normalized(int classes, int... depths) {
    return new Vgg(true).network(classes, depths);
  }

  private LayeredNetwork network(int classes, int... depths) {
    NetworkBuilder network = new NetworkBuilder("VGG");
    int in = 3;
    for (int i = 0; i < WIDTHS.length; i++) {
      int width = in;
      int out = WIDTHS[i];
      int depth = depths[i];
      network.unit("stage" + (i + 1), x -> stage(x, width, out, depth));
      in = out;
    }
    int pixels = in * POOLED * POOLED;
    return network
        .unit("fc6", x -> hidden(x.adaptiveAveragePool(POOLED).flatten(), 0, pixels))
        .unit("fc7", x -> hidden(x.apply("classifier.2", dropout(DROPOUT)), 3, HIDDEN))
        .head("classifier.5", DROPOUT, "classifier.6", linear(HIDDEN, classes, 0.01));
  }

  /** Convolutions of 3x3, then half the size. ReLU and pooling count as layers in the names. */
  private Value stage(Value x, int in, int out, int depth) {
    Value value = x;
    for (int i = 0; i < depth; i++) {
      value = value.apply("features." + layer++, conv(i == 0 ? in : out, out, 3, 1).withBias());
      if (isNormalized) {
        value = value.apply("features." + layer++, batchNorm(out));
      }
      value = value.relu();
      layer++;
    }
    layer++;
    return value.maxPool(2, 2, 0);
  }

  private static Value hidden(Value x, int place, int width) {
    return x.apply("classifier." + place, linear(width, HIDDEN, 0.01)).relu();
  }
}
