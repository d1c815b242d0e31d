package dev.transferjob.trainer.model;

import static dev.transferjob.trainer.graph.Linear.linear;

import dev.transferjob.trainer.graph.BatchNorm2d;
import dev.transferjob.trainer.graph.Block;
import dev.transferjob.trainer.graph.Conv2d;
import dev.transferjob.trainer.graph.Conv2d.Padding;
import dev.transferjob.trainer.graph.Value;
import java.util.List;

/**
 * EfficientNet-Lite0: Tan and Le 2019, "EfficientNet", table 1, without squeeze-and-excitation and
 * with ReLU6, in the parameter names of the public ImageNet weights. Padding is TensorFlow's SAME:
 * an odd pixel goes right and below.
 */
final class EfficientNetLite0 {
  private static final double DROPOUT = 0.2;

  private record Stage(int repeats, int kernel, int stride, int expansion, int out) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 3, 1, 1, 16),
          new Stage(2, 3, 2, 6, 24),
          new Stage(2, 5, 2, 6, 40),
          new Stage(3, 3, 2, 6, 80),
          new Stage(3, 5, 1, 6, 112),
          new Stage(4, 5, 2, 6, 192),
          new Stage(1, 3, 1, 6, 320));

  private final double momentum;

  private EfficientNetLite0(double momentum) {
    this.momentum = momentum;
  }

  /**
   * @param momentum how far BatchNorm's running statistics move per step
   */
  static LayeredNetwork of(int classes, double momentum) {
    return new EfficientNetLite0(momentum).network(classes);
  }

  private LayeredNetwork network(int classes) {
    NetworkBuilder network = new NetworkBuilder("EfficientNetLite0");
    network.unit(
        "stem", x -> x.apply("_conv_stem", conv(3, 32, 3, 2)).apply("_bn0", norm(32)).relu6());
    int in = 32;
    int block = 0;
    for (int i = 0; i < STAGES.size(); i++) {
      Stage stage = STAGES.get(i);
      int first = block;
      int width = in;
      network.unit("stage" + (i + 1), x -> stage(x, first, width, stage));
      block += stage.repeats();
      in = stage.out();
    }
    int last = in;
    network.unit(
        "top",
        x -> x.apply("_conv_head", conv(last, 1280, 1, 1)).apply("_bn1", norm(1280)).relu6());
    return network.globalAverage().head("_dropout", DROPOUT, "_fc", linear(1280, classes));
  }

  private Value stage(Value x, int first, int in, Stage stage) {
    Value value = x.apply("_blocks." + first, block(in, stage, stage.stride()));
    for (int i = 1; i < stage.repeats(); i++) {
      value = value.apply("_blocks." + (first + i), block(stage.out(), stage, 1));
    }
    return value;
  }

  /** An inverted residual: widen, filter each channel, project. */
  private Block block(int in, Stage stage, int stride) {
    int middle = in * stage.expansion();
    Conv2d filter = conv(middle, middle, stage.kernel(), stride).depthwise();
    return Block.of(
        "MBConv",
        x -> {
          Value y = x;
          if (stage.expansion() != 1) {
            y = y.apply("_expand_conv", conv(in, middle, 1, 1)).apply("_bn0", norm(middle)).relu6();
          }
          y = y.apply("_depthwise_conv", filter).apply("_bn1", norm(middle)).relu6();
          y =
              y.apply("_project_conv", conv(middle, stage.out(), 1, 1))
                  .apply("_bn2", norm(stage.out()));
          return stride == 1 && in == stage.out() ? y.plus(x) : y;
        });
  }

  private BatchNorm2d norm(int channels) {
    return new BatchNorm2d(channels, 1e-3, momentum);
  }

  private static Conv2d conv(int in, int out, int kernel, int stride) {
    return Conv2d.conv(in, out, kernel, stride).padded(Padding.SAME);
  }
}
