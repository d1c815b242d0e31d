package dev.transferjob.trainer.model;

import static dev.transferjob.trainer.graph.BatchNorm2d.batchNorm;
import static dev.transferjob.trainer.graph.Block.sequential;
import static dev.transferjob.trainer.graph.Conv2d.conv;
import static dev.transferjob.trainer.graph.Linear.linear;

import dev.transferjob.trainer.graph.Block;
import dev.transferjob.trainer.graph.Value;

/**
 * The ResNets for ImageNet of He et al. 2016, "Deep Residual Learning", table 1, as torchvision has
 * them: in a bottleneck the 3x3 convolution strides ("v1.5").
 */
final class ResNet {
  private static final int[] WIDTHS = {64, 128, 256, 512};

  /** Makes one residual block. */
  private interface Residual {
    Block of(int in, int width, int stride);
  }

  private ResNet() {}

  /** ResNet-18 and 34: blocks of two 3x3 convolutions. */
  static LayeredNetwork basic(int classes, int... blocks) {
    return network(ResNet::basicBlock, 1, classes, blocks);
  }

  /** ResNet-50 and 101: 1x1, 3x3 and 1x1 convolutions, with a fourfold width at the end. */
  static LayeredNetwork bottleneck(int classes, int... blocks) {
    return network(ResNet::bottleneckBlock, 4, classes, blocks);
  }

  private static LayeredNetwork network(Residual block, int expansion, int classes, int... blocks) {
    NetworkBuilder network = new NetworkBuilder("ResNet").unit("stem", ResNet::stem);
    int in = 64;
    for (int i = 0; i < WIDTHS.length; i++) {
      Block[] stage = new Block[blocks[i]];
      for (int j = 0; j < stage.length; j++) {
        stage[j] = block.of(in, WIDTHS[i], i > 0 && j == 0 ? 2 : 1);
        in = WIDTHS[i] * expansion;
      }
      String name = "layer" + (i + 1);
      network.unit(name, x -> x.apply(name, sequential(stage)));
    }
    return network.globalAverage().head("fc", linear(in, classes));
  }

  private static Value stem(Value x) {
    return x.apply("conv1", conv(3, 64, 7, 2)).apply("bn1", batchNorm(64)).relu().maxPool(3, 2, 1);
  }

  private static Block basicBlock(int in, int width, int stride) {
    return Block.of(
        "BasicBlock",
        x ->
            x.apply("conv1", conv(in, width, 3, stride))
                .apply("bn1", batchNorm(width))
                .relu()
                .apply("conv2", conv(width, width, 3, 1))
                .apply("bn2", batchNorm(width))
                .plus(shortcut(x, in, width, stride))
                .relu());
  }

  private static Block bottleneckBlock(int in, int width, int stride) {
    int out = 4 * width;
    return Block.of(
        "Bottleneck",
        x ->
            x.apply("conv1", conv(in, width, 1, 1))
                .apply("bn1", batchNorm(width))
                .relu()
                .apply("conv2", conv(width, width, 3, stride))
                .apply("bn2", batchNorm(width))
                .relu()
                .apply("conv3", conv(width, out, 1, 1))
                .apply("bn3", batchNorm(out))
                .plus(shortcut(x, in, out, stride))
                .relu());
  }

  /** The block's input, through a 1x1 convolution where its size changes. */
  private static Value shortcut(Value x, int in, int out, int stride) {
    return in == out && stride == 1
        ? x
        : x.apply("downsample", sequential(conv(in, out, 1, stride), batchNorm(out)));
  }
}
