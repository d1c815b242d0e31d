package dev.transferjob.trainer.model;

import static dev.transferjob.trainer.model.Layers.batchNorm;
import static dev.transferjob.trainer.model.Layers.conv;
import static dev.transferjob.trainer.model.Layers.sequential;

import dev.transferjob.trainer.engine.ScriptModule;

/**
 * The ResNets for ImageNet of He et al. 2016, "Deep Residual Learning", table 1, as torchvision has
 * them: in a bottleneck the 3x3 convolution strides ("v1.5").
 */
final class ResNet {
  private static final int[] WIDTHS = {64, 128, 256, 512};

  /** Makes one residual block. */
  private interface Block {
    ScriptModule of(int in, int width, int stride);
  }

  private ResNet() {}

  /** ResNet-18 and 34: blocks of two 3x3 convolutions. */
  static NetworkPlan basic(int classes, int... blocks) {
    return network(ResNet::basicBlock, 1, classes, blocks);
  }

  /** ResNet-50: blocks of 1x1, 3x3 and 1x1 convolutions with a fourfold width at the end. */
  static NetworkPlan bottleneck(int classes, int... blocks) {
    return network(ResNet::bottleneckBlock, 4, classes, blocks);
  }

  private static NetworkPlan network(Block block, int expansion, int classes, int... blocks) {
    NetworkBuilder network =
        new NetworkBuilder("ResNet")
            .child("conv1", conv(3, 64, 7, 2))
            .child("bn1", batchNorm(64))
            .unit(
                "stem",
                """
                x = torch.relu_(self.bn1.forward(self.conv1.forward(x)))
                x = torch.max_pool2d(x, [3, 3], [2, 2], [1, 1], [1, 1], False)
                """,
                "conv1",
                "bn1");
    int in = 64;
    for (int i = 0; i < WIDTHS.length; i++) {
      ScriptModule[] stage = new ScriptModule[blocks[i]];
      for (int j = 0; j < stage.length; j++) {
        stage[j] = block.of(in, WIDTHS[i], i > 0 && j == 0 ? 2 : 1);
        in = WIDTHS[i] * expansion;
      }
      String name = "layer" + (i + 1);
      network.child(name, sequential(stage));
      network.unit(name, "x = self.%s.forward(x)".formatted(name), name);
    }
    return network.head("fc", in, classes);
  }

  private static ScriptModule basicBlock(int in, int width, int stride) {
    ScriptModule block =
        new ScriptModule("BasicBlock")
            .child("conv1", conv(in, width, 3, stride))
            .child("bn1", batchNorm(width))
            .child("conv2", conv(width, width, 3, 1))
            .child("bn2", batchNorm(width));
    return block.methods(
        """
        def forward(self, x: Tensor) -> Tensor:
          y = torch.relu_(self.bn1.forward(self.conv1.forward(x)))
          y = self.bn2.forward(self.conv2.forward(y))
          return torch.relu_(torch.add_(y, %s))
        """
            .formatted(shortcut(block, in, width, stride)));
  }

  private static ScriptModule bottleneckBlock(int in, int width, int stride) {
    int out = 4 * width;
    ScriptModule block =
        new ScriptModule("Bottleneck")
            .child("conv1", conv(in, width, 1, 1))
            .child("bn1", batchNorm(width))
            .child("conv2", conv(width, width, 3, stride))
            .child("bn2", batchNorm(width))
            .child("conv3", conv(width, out, 1, 1))
            .child("bn3", batchNorm(out));
    return block.methods(
        """
        def forward(self, x: Tensor) -> Tensor:
          y = torch.relu_(self.bn1.forward(self.conv1.forward(x)))
          y = torch.relu_(self.bn2.forward(self.conv2.forward(y)))
          y = self.bn3.forward(self.conv3.forward(y))
          return torch.relu_(torch.add_(y, %s))
        """
            .formatted(shortcut(block, in, out, stride)));
  }

  /** The block's input, through a 1x1 convolution where its size changes. */
  private static String shortcut(ScriptModule block, int in, int out, int stride) {
    if (in == out && stride == 1) {
      return "x";
    }
    block.child("downsample", sequential(conv(in, out, 1, stride), batchNorm(out)));
    return "self.downsample.forward(x)";
  }
}
