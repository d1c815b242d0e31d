package dev.transferjob.trainer.graph;

import dev.transferjob.trainer.engine.Initializer;
import dev.transferjob.trainer.engine.ScriptAttribute;
import dev.transferjob.trainer.engine.ScriptModule;
import dev.transferjob.trainer.graph.Block.Step;
import dev.transferjob.trainer.graph.Conv2d.Padding;
import java.util.stream.Collectors;

/** Layers as TorchScript modules, with PyTorch's parameter names. */
public final class TorchScript {
  /** The flag of BatchNorm: batch statistics, or the running ones. */
  public static final String BATCH_STATISTICS = "batch_statistics";

  /** The flag of dropout. */
  public static final String ACTIVE = "active";

  private TorchScript() {}

  /** A module whose {@code forward} is the layer. */
  public static ScriptModule module(Layer layer) {
    return switch (layer) {
      case Conv2d conv -> convolution(conv);
      case BatchNorm2d norm -> batchNorm(norm);
      case Linear linear -> linear(linear);
      case Dropout dropout -> dropout(dropout);
      case NearestNeighbors head -> neighbors(head);
      case Block block -> block(block);
    };
  }

  private static ScriptModule block(Block block) {
    ScriptModule module = withChildren(block);
    if (block.steps().isEmpty()) {
      return module;
    }
    return module.methods(
        "def forward(self, x: Tensor) -> Tensor:\n%s  return %s\n"
            .formatted(
                statements(block, block.input(), block.output()).indent(2), name(block.output())));
  }

  /** A module with the block's layers and without methods. */
  public static ScriptModule withChildren(Block block) {
    ScriptModule module = new ScriptModule(block.type());
    block.children().forEach((name, layer) -> module.child(name, module(layer)));
    return module;
  }

  /** The lines of a block's steps, which turn one of its values into a later one. */
  public static String statements(Block block, Value from, Value to) {
    return block.steps().subList(from.index(), to.index()).stream()
        .map(step -> name(step.result()) + " = " + expression(block, step) + "\n")
        .collect(Collectors.joining());
  }

  /** The variable that holds a value. */
  public static String name(Value value) {
    return value.index() == 0 ? "x" : "x" + value.index();
  }

  private static String expression(Block block, Step step) {
    String x = name(step.inputs().getFirst());
    String inPlace = mayOverwrite(block, step.inputs().getFirst()) ? "_" : "";
    return switch (step.operation()) {
      case Operation.Apply(String layer, var _) ->
          "%s.forward(%s)".formatted(ScriptAttribute.select("self", layer), x);
      case Operation.Relu() -> "torch.relu%s(%s)".formatted(inPlace, x);
      case Operation.Relu6() -> "torch.hardtanh%s(%s, 0, 6)".formatted(inPlace, x);
      case Operation.Add() ->
          "torch.add%s(%s, %s)".formatted(inPlace, x, name(step.inputs().get(1)));
      case Operation.Concat() ->
          step.inputs().stream()
              .map(TorchScript::name)
              .collect(Collectors.joining(", ", "torch.cat([", "], 1)"));
      case Operation.MaxPool(int kernel, int stride, int padding) ->
          "torch.max_pool2d(%s, %s, [1, 1], False)".formatted(x, window(kernel, stride, padding));
      case Operation.AveragePool(int kernel, int stride, int padding) ->
          "torch.avg_pool2d(%s, %s, False, True, None)"
              .formatted(x, window(kernel, stride, padding));
      case Operation.AdaptiveAveragePool(int size) ->
          "torch.adaptive_avg_pool2d(%s, %s)".formatted(x, pair(size));
      case Operation.GlobalAverage() -> "torch.mean(%s, [2, 3])".formatted(x);
      case Operation.Flatten() -> "torch.flatten(%s, 1, -1)".formatted(x);
      case Operation.Subsample(int stride) -> "%s[:, :, ::%d, ::%d]".formatted(x, stride, stride);
      case Operation.PadChannels(int count) ->
          "torch.constant_pad_nd(%s, [0, 0, 0, 0, %d, %d], 0)".formatted(x, count, count);
    };
  }

  /**
   * Whether a value's memory may take what is made of it, which saves as much: nothing else reads
   * it, and its own gradient does not need it.
   */
  private static boolean mayOverwrite(Block block, Value value) {
    return value.usedOnce()
        && value.index() > 0
        && isForgotten(block.steps().get(value.index() - 1).operation());
  }

  private static boolean isForgotten(Operation operation) {
    return switch (operation) {
      case Operation.Add() -> true;
      case Operation.Apply(var _, Layer layer) ->
          switch (layer) {
            case Conv2d _, BatchNorm2d _, Linear _ -> true;
            case Dropout _, NearestNeighbors _ -> false;
            case Block inner -> isForgotten(inner.steps().getLast().operation());
          };
      default -> false;
    };
  }

  private static ScriptModule convolution(Conv2d conv) {
    ScriptModule module =
        new ScriptModule("Conv2d")
            .parameter(
                "weight",
                conv.initializer(),
                conv.out(),
                conv.in() / conv.groups(),
                conv.height(),
                conv.width());
    if (conv.bias()) {
      module.parameter("bias", Initializer.ZEROS, conv.out());
    }
    String call =
        "torch.conv2d(x, self.weight, %s, %s, %%s, [1, 1], %d)"
            .formatted(conv.bias() ? "self.bias" : "None", pair(conv.stride()), conv.groups());
    String code = conv.padding() == Padding.SAME ? same(conv, call) : padded(conv, call);
    return module.methods(code);
  }

  private static String padded(Conv2d conv, String call) {
    int[] pads = conv.pads();
    return """
        def forward(self, x: Tensor) -> Tensor:
          return %s
        """
        .formatted(call.formatted("[%d, %d]".formatted(pads[0], pads[1])));
  }

  private static String same(Conv2d conv, String call) {
    return """
        def total(self, size: int, kernel: int) -> int:
          return max(((size + %1$d - 1) // %1$d - 1) * %1$d + kernel - size, 0)
        def forward(self, x: Tensor) -> Tensor:
          h = self.total(torch.size(x, 2), %2$d)
          w = self.total(torch.size(x, 3), %3$d)
          if h %% 2 == 0 and w %% 2 == 0:
            return %4$s
          x = torch.constant_pad_nd(x, [w // 2, w - w // 2, h // 2, h - h // 2], 0)
          return %5$s
        """
        .formatted(
            conv.stride(),
            conv.height(),
            conv.width(),
            call.formatted("[h // 2, w // 2]"),
            call.formatted("[0, 0]"));
  }

  /**
   * Its own flag decides between batch and running statistics, because DJL flips {@code training}
   * as a whole.
   */
  private static ScriptModule batchNorm(BatchNorm2d norm) {
    return new ScriptModule("BatchNorm2d")
        .parameter("weight", Initializer.ONES, norm.channels())
        .parameter("bias", Initializer.ZEROS, norm.channels())
        .buffer("running_mean", Initializer.ZEROS, norm.channels())
        .buffer("running_var", Initializer.ONES, norm.channels())
        .number("eps", norm.eps())
        .number("momentum", norm.momentum())
        .flag(BATCH_STATISTICS, false)
        .methods(
            """
            def forward(self, x: Tensor) -> Tensor:
              return torch.batch_norm(x, self.weight, self.bias, self.running_mean, self.running_var, self.batch_statistics, self.momentum, self.eps, True)
            """);
  }

  private static ScriptModule linear(Linear linear) {
    return new ScriptModule("Linear")
        .parameter("weight", linear.weight(), linear.out(), linear.in())
        .parameter("bias", linear.bias(), linear.out())
        .methods(
            """
            def forward(self, x: Tensor) -> Tensor:
              return torch.linear(x, self.weight, self.bias)
            """);
  }

  private static ScriptModule dropout(Dropout dropout) {
    return new ScriptModule("Dropout")
        .number("probability", dropout.probability())
        .flag(ACTIVE, false)
        .methods(
            """
            def forward(self, x: Tensor) -> Tensor:
              return torch.dropout(x, self.probability, self.active)
            """);
  }

  private static ScriptModule neighbors(NearestNeighbors head) {
    return new ScriptModule("NearestNeighbors")
        .parameter("bank", Initializer.ZEROS, head.samples(), head.features())
        .parameter("votes", Initializer.ZEROS, head.samples(), head.classes())
        .methods(
            """
            def forward(self, x: Tensor) -> Tensor:
              norm = torch.clamp_min(torch.linalg_vector_norm(x, 2, [1], True), 1e-12)
              similar = torch.matmul(torch.div(x, norm), torch.t(self.bank))
              values, nearest = torch.topk(similar, %d, 1, True, True)
              votes = torch.sum(torch.embedding(self.votes, nearest), [1])
              return torch.log(torch.div(torch.add(votes, %s), %d))
            """
                .formatted(
                    head.neighbors(), Double.toString(1.0 / head.classes()), head.neighbors() + 1));
  }

  private static String window(int kernel, int stride, int padding) {
    return "%s, %s, %s".formatted(pair(kernel), pair(stride), pair(padding));
  }

  private static String pair(int value) {
    return "[%d, %d]".formatted(value, value);
  }
}
