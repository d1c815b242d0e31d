package dev.transferjob.trainer.model;

import static dev.transferjob.trainer.model.Layers.batchNorm;
import static dev.transferjob.trainer.model.Layers.conv;
import static dev.transferjob.trainer.model.Layers.sequential;

import dev.transferjob.trainer.engine.ScriptModule;

/**
 * The ResNets for 32x32 images of He et al. 2016, "Deep Residual Learning", section 4.2: 6n+2
 * layers in three stages of 16, 32 and 64 channels. Parameters are named as in akamaster's
 * pytorch_resnet_cifar10.
 */
final class CifarResNet {
  private static final int[] WIDTHS = {16, 32, 64};

  private CifarResNet() {}

  static NetworkPlan of(int depth, int classes) {
    int blocks = (depth - 2) / 6;
    NetworkBuilder network =
        new NetworkBuilder("CifarResNet")
            .child("conv1", conv(3, 16, 3, 1))
            .child("bn1", batchNorm(16))
            .unit(
                "stem", "x = torch.relu_(self.bn1.forward(self.conv1.forward(x)))", "conv1", "bn1");
    int in = 16;
    for (int i = 0; i < WIDTHS.length; i++) {
      String name = "layer" + (i + 1);
      network.child(name, stage(in, WIDTHS[i], i == 0 ? 1 : 2, blocks));
      network.unit(name, "x = self.%s.forward(x)".formatted(name), name);
      in = WIDTHS[i];
    }
    return network.head("linear", in, classes);
  }

  private static ScriptModule stage(int in, int out, int stride, int blocks) {
    ScriptModule[] modules = new ScriptModule[blocks];
    for (int i = 0; i < blocks; i++) {
      modules[i] = i == 0 ? block(in, out, stride) : block(out, out, 1);
    }
    return sequential(modules);
  }

  private static ScriptModule block(int in, int out, int stride) {
    return new ScriptModule("BasicBlock")
        .child("conv1", conv(in, out, 3, stride))
        .child("bn1", batchNorm(out))
        .child("conv2", conv(out, out, 3, 1))
        .child("bn2", batchNorm(out))
        .methods(
            """
            def forward(self, x: Tensor) -> Tensor:
              y = torch.relu_(self.bn1.forward(self.conv1.forward(x)))
              y = self.bn2.forward(self.conv2.forward(y))
              return torch.relu_(torch.add_(y, %s))
            """
                .formatted(shortcut(in, out, stride)));
  }

  /** Option A: every second pixel, and a quarter of the new channels as zeros on either side. */
  private static String shortcut(int in, int out, int stride) {
    if (stride == 1 && in == out) {
      return "x";
    }
    return "torch.constant_pad_nd(x[:, :, ::%d, ::%d], [0, 0, 0, 0, %d, %d], 0)"
        .formatted(stride, stride, out / 4, out / 4);
  }
}
