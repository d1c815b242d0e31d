package dev.transferjob.trainer.model;

import static dev.transferjob.trainer.graph.BatchNorm2d.batchNorm;
import static dev.transferjob.trainer.graph.Conv2d.conv;
import static dev.transferjob.trainer.graph.Linear.linear;

import dev.transferjob.trainer.graph.Block;
import dev.transferjob.trainer.graph.Conv2d;
import dev.transferjob.trainer.graph.Value;
import java.util.List;

/** Sandler et al. 2018, "MobileNetV2", table 2, with torchvision's parameter names. */
final class MobileNetV2 {
  private static final double DROPOUT = 0.2;

  private record Stage(int expansion, int out, int repeats, int stride) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 16, 1, 1),
          new Stage(6, 24, 2, 2),
          new Stage(6, 32, 3, 2),
          new Stage(6, 64, 4, 2),
          new Stage(6, 96, 3, 1),
          new Stage(6, 160, 3, 2),
          new Stage(6, 320, 1, 1));

  private MobileNetV2() {}

  static LayeredNetwork of(int classes) {
    NetworkBuilder network = new NetworkBuilder("MobileNetV2");
    network.unit("stem", x -> x.apply("features.0", relu6(conv(3, 32, 3, 2))));
    int in = 32;
    int block = 1;
    for (int i = 0; i < STAGES.size(); i++) {
      Stage stage = STAGES.get(i);
      int first = block;
      int width = in;
      network.unit("stage" + (i + 1), x -> stage(x, first, width, stage));
      block += stage.repeats();
      in = stage.out();
    }
    Block top = relu6(conv(in, 1280, 1, 1));
    String last = "features." + block;
    return network
        .unit("top", x -> x.apply(last, top))
        .globalAverage()
        .head("classifier.0", DROPOUT, "classifier.1", linear(1280, classes, 0.01));
  }

  private static Value stage(Value x, int first, int in, Stage stage) {
    Value value = x.apply("features." + first, block(in, stage, stage.stride()));
    for (int i = 1; i < stage.repeats(); i++) {
      value = value.apply("features." + (first + i), block(stage.out(), stage, 1));
    }
    return value;
  }

  /** An inverted residual with a linear bottleneck: widen, filter each channel, project. */
  private static Block block(int in, Stage stage, int stride) {
    int middle = in * stage.expansion();
    Block widen = relu6(conv(in, middle, 1, 1));
    Block filter = relu6(conv(middle, middle, 3, stride).depthwise());
    Conv2d project = conv(middle, stage.out(), 1, 1);
    Block path =
        stage.expansion() == 1
            ? Block.sequential(filter, project, batchNorm(stage.out()))
            : Block.sequential(widen, filter, project, batchNorm(stage.out()));
    return Block.of(
        "InvertedResidual",
        x -> {
          Value y = x.apply("conv", path);
          return stride == 1 && in == stage.out() ? y.plus(x) : y;
        });
  }

  private static Block relu6(Conv2d conv) {
    return Block.of(
        "Conv2dNormActivation", x -> x.apply("0", conv).apply("1", batchNorm(conv.out())).relu6());
  }
}
