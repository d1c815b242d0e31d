package dev.transferjob.trainer.model;

import dev.transferjob.trainer.engine.Initializer;
import dev.transferjob.trainer.engine.ScriptModule;

/** The layers that the architectures are made of, with PyTorch's parameter names. */
final class Layers {
  private Layers() {}

  /** A square convolution without bias, padded by half its kernel. */
  static ScriptModule conv(int in, int out, int kernel, int stride) {
    return new ScriptModule("Conv2d")
        .parameter("weight", Initializer.kaimingFanOut(1), out, in, kernel, kernel)
        .integer("stride", stride)
        .integer("padding", kernel / 2)
        .methods(
            """
            def forward(self, x: Tensor) -> Tensor:
              return torch.conv2d(x, self.weight, None, [self.stride, self.stride], [self.padding, self.padding], [1, 1], 1)
            """);
  }

  /**
   * Its own flag decides between batch and running statistics, because DJL flips {@code training}
   * as a whole.
   */
  static ScriptModule batchNorm(int channels, double eps, double momentum) {
    return new ScriptModule("BatchNorm2d")
        .parameter("weight", Initializer.ONES, channels)
        .parameter("bias", Initializer.ZEROS, channels)
        .buffer("running_mean", Initializer.ZEROS, channels)
        .buffer("running_var", Initializer.ONES, channels)
        .number("eps", eps)
        .number("momentum", momentum)
        .flag("batch_statistics", false)
        .methods(
            """
            def forward(self, x: Tensor) -> Tensor:
              return torch.batch_norm(x, self.weight, self.bias, self.running_mean, self.running_var, self.batch_statistics, self.momentum, self.eps, True)
            """);
  }

  static ScriptModule batchNorm(int channels) {
    return batchNorm(channels, 1e-5, 0.1);
  }

  static ScriptModule linear(int in, int out) {
    return new ScriptModule("Linear")
        .parameter("weight", Initializer.uniformFanIn(in), out, in)
        .parameter("bias", Initializer.uniformFanIn(in), out)
        .methods(
            """
            def forward(self, x: Tensor) -> Tensor:
              return torch.linear(x, self.weight, self.bias)
            """);
  }

  /** Modules named 0, 1, …, applied one after the other. */
  static ScriptModule sequential(ScriptModule... modules) {
    ScriptModule sequence = new ScriptModule("Sequential");
    StringBuilder code = new StringBuilder("def forward(self, x: Tensor) -> Tensor:\n");
    for (int i = 0; i < modules.length; i++) {
      sequence.child(Integer.toString(i), modules[i]);
      code.append("  x = getattr(self, \"").append(i).append("\").forward(x)\n");
    }
    return sequence.methods(code.append("  return x\n").toString());
  }
}
