package dev.transferjob.trainer.model;

import static dev.transferjob.trainer.graph.BatchNorm2d.batchNorm;
import static dev.transferjob.trainer.graph.Block.sequential;
import static dev.transferjob.trainer.graph.Conv2d.conv;
import static dev.transferjob.trainer.graph.Linear.linear;

import dev.transferjob.trainer.graph.Block;
import dev.transferjob.trainer.graph.Value;

/**
 * The ResNets for 32x32 images of He et al. 2016, "Deep Residual Learning", section 4.2: 6n+2
 * layers in three stages of 16, 32 and 64 channels. Parameters are named as in akamaster's
 * pytorch_resnet_cifar10.
 */
final class CifarResNet {
  private static final int[] WIDTHS = {16, 32, 64};

  private CifarResNet() {}

  static LayeredNetwork of(int depth, int classes) {
    int blocks = (depth - 2) / 6;
    NetworkBuilder network = new NetworkBuilder("CifarResNet").unit("stem", CifarResNet::stem);
    int in = 16;
    for (int i = 0; i < WIDTHS.length; i++) {
      String name = "layer" + (i + 1);
      Block stage = stage(in, WIDTHS[i], i == 0 ? 1 : 2, blocks);
      network.unit(name, x -> x.apply(name, stage));
      in = WIDTHS[i];
    }
    return network.globalAverage().head("linear", linear(in, classes));
  }

  private static Value stem(Value x) {
    return x.apply("conv1", conv(3, 16, 3, 1)).apply("bn1", batchNorm(16)).relu();
  }

  private static Block stage(int in, int out, int stride, int blocks) {
    Block[] stage = new Block[blocks];
    for (int i = 0; i < blocks; i++) {
      stage[i] = i == 0 ? block(in, out, stride) : block(out, out, 1);
    }
    return sequential(stage);
  }

  private static Block block(int in, int out, int stride) {
    return Block.of(
        "BasicBlock",
        x ->
            x.apply("conv1", conv(in, out, 3, stride))
                .apply("bn1", batchNorm(out))
                .relu()
                .apply("conv2", conv(out, out, 3, 1))
                .apply("bn2", batchNorm(out))
                .plus(shortcut(x, in, out, stride))
                .relu());
  }

  /** Option A: every second pixel, and a quarter of the new channels as zeros on either side. */
  private static Value shortcut(Value x, int in, int out, int stride) {
    return in == out && stride == 1 ? x : x.subsample(stride).padChannels(out / 4);
  }
}
