package dev.transferjob.trainer.model;

import static dev.transferjob.trainer.model.Layers.batchNorm;

import dev.transferjob.trainer.engine.Initializer;
import dev.transferjob.trainer.engine.ScriptModule;
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
  static NetworkPlan of(int classes, double momentum) {
    return new EfficientNetLite0(momentum).network(classes);
  }

  private NetworkPlan network(int classes) {
    ScriptModule blocks = new ScriptModule("ModuleList");
    NetworkBuilder network =
        new NetworkBuilder("EfficientNetLite0")
            .child("_conv_stem", conv(3, 32, 3, 2, 1))
            .child("_bn0", norm(32))
            .child("_blocks", blocks)
            .unit("stem", relu6("_bn0", "_conv_stem"), "_conv_stem", "_bn0");
    int in = 32;
    int index = 0;
    for (int i = 0; i < STAGES.size(); i++) {
      Stage stage = STAGES.get(i);
      StringBuilder code = new StringBuilder();
      String[] modules = new String[stage.repeats()];
      for (int j = 0; j < stage.repeats(); j++) {
        String name = Integer.toString(index++);
        blocks.child(name, block(in, stage, j == 0 ? stage.stride() : 1));
        code.append("x = getattr(self._blocks, \"%s\").forward(x)\n".formatted(name));
        modules[j] = "_blocks." + name;
        in = stage.out();
      }
      network.unit("stage" + (i + 1), code.toString(), modules);
    }
    return network
        .child("_conv_head", conv(in, 1280, 1, 1, 1))
        .child("_bn1", norm(1280))
        .unit("top", relu6("_bn1", "_conv_head"), "_conv_head", "_bn1")
        .dropout(DROPOUT)
        .head("_fc", 1280, classes);
  }

  private static String relu6(String norm, String conv) {
    return "x = torch.hardtanh_(self.%s.forward(self.%s.forward(x)), 0, 6)".formatted(norm, conv);
  }

  /** An inverted residual: widen, filter each channel, project. */
  private ScriptModule block(int in, Stage stage, int stride) {
    int middle = in * stage.expansion();
    ScriptModule block = new ScriptModule("MBConv");
    String expand = "y = x\n";
    if (stage.expansion() != 1) {
      block.child("_expand_conv", conv(in, middle, 1, 1, 1)).child("_bn0", norm(middle));
      expand = "y = torch.hardtanh_(self._bn0.forward(self._expand_conv.forward(x)), 0, 6)\n";
    }
    return block
        .child("_depthwise_conv", conv(middle, middle, stage.kernel(), stride, middle))
        .child("_bn1", norm(middle))
        .child("_project_conv", conv(middle, stage.out(), 1, 1, 1))
        .child("_bn2", norm(stage.out()))
        .methods(
            """
            def forward(self, x: Tensor) -> Tensor:
              %s  y = torch.hardtanh_(self._bn1.forward(self._depthwise_conv.forward(y)), 0, 6)
              y = self._bn2.forward(self._project_conv.forward(y))
              return %s
            """
                .formatted(expand, stride == 1 && in == stage.out() ? "torch.add_(y, x)" : "y"));
  }

  private ScriptModule norm(int channels) {
    return batchNorm(channels, 1e-3, momentum);
  }

  private static ScriptModule conv(int in, int out, int kernel, int stride, int groups) {
    return new ScriptModule("SameConv2d")
        .parameter("weight", Initializer.kaimingFanOut(groups), out, in / groups, kernel, kernel)
        .integer("kernel", kernel)
        .integer("stride", stride)
        .integer("groups", groups)
        .methods(
            """
            def total(self, size: int) -> int:
              return max(((size + self.stride - 1) // self.stride - 1) * self.stride + self.kernel - size, 0)
            def forward(self, x: Tensor) -> Tensor:
              h = self.total(torch.size(x, 2))
              w = self.total(torch.size(x, 3))
              stride = [self.stride, self.stride]
              if h % 2 == 0 and w % 2 == 0:
                return torch.conv2d(x, self.weight, None, stride, [h // 2, w // 2], [1, 1], self.groups)
              x = torch.constant_pad_nd(x, [w // 2, w - w // 2, h // 2, h - h // 2], 0)
              return torch.conv2d(x, self.weight, None, stride, [0, 0], [1, 1], self.groups)
            """);
  }
}
