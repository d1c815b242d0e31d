package dev.transferjob.trainer.model;

import static dev.transferjob.trainer.graph.BatchNorm2d.batchNorm;
import static dev.transferjob.trainer.graph.Conv2d.conv;
import static dev.transferjob.trainer.graph.Linear.linear;

import dev.transferjob.trainer.engine.Initializer;
import dev.transferjob.trainer.engine.ScriptTensor;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.graph.Block;
import dev.transferjob.trainer.graph.Conv2d;
import dev.transferjob.trainer.graph.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Small networks for digits of 28 x 28 pixels, filled as PyTorch fills them, with the values that
 * {@code src/test/python/digits.py} draws too.
 */
public final class DigitNetworks {
  private static final int CLASSES = 10;

  private DigitNetworks() {}

  /**
   * The MNIST architecture of Ganin et al. 2016, figure 4a: 768 features, and a label predictor of
   * three layers behind them.
   */
  public static Network ganin(Torch torch, long seed) {
    LayeredNetwork features =
        new NetworkBuilder("Ganin")
            .unit("conv1", x -> x.apply("conv1", valid(3, 32)).relu().maxPool(2, 2, 0))
            .unit("conv2", x -> x.apply("conv2", valid(32, 48)).relu().maxPool(2, 2, 0).flatten())
            .head("label", linear(768, CLASSES));
    Block predictor =
        Block.of(
            "Predictor",
            x ->
                x.apply("0", linear(768, 100))
                    .relu()
                    .apply("2", linear(100, 100))
                    .relu()
                    .apply("4", linear(100, CLASSES)));
    return filled(torch, withHead(features, predictor), seed);
  }

  /** Five convolutions of 3x3 with BatchNorm and the mean over all pixels: 128 features. */
  public static Network fiveConvolutions(Torch torch, long seed) {
    LayeredNetwork network =
        new NetworkBuilder("FiveConvolutions")
            .unit("1", x -> normalized(x, 1, 3, 32))
            .unit("2", x -> normalized(x, 2, 32, 32).maxPool(2, 2, 0))
            .unit("3", x -> normalized(x, 3, 32, 64))
            .unit("4", x -> normalized(x, 4, 64, 64).maxPool(2, 2, 0))
            .unit("5", x -> normalized(x, 5, 64, 128))
            .globalAverage()
            .head("label", linear(128, CLASSES));
    return filled(torch, network, seed);
  }

  private static Value normalized(Value x, int place, int in, int out) {
    Initializer fill = Initializer.uniformFanIn(9L * in);
    return x.apply("conv" + place, conv(in, out, 3, 1).initialized(fill))
        .apply("norm" + place, batchNorm(out))
        .relu();
  }

  private static Conv2d valid(int in, int out) {
    Initializer fill = Initializer.uniformFanIn(25L * in);
    return conv(in, out, 5, 1).padded(Conv2d.Padding.NONE).withBias().initialized(fill);
  }

  private static LayeredNetwork withHead(LayeredNetwork plan, Block head) {
    return new LayeredNetwork(
        plan.root().replacing(plan.head(), head),
        plan.backbone(),
        plan.units(),
        plan.head(),
        plan.features(),
        plan.classes(),
        plan.auxiliary());
  }

  private static Network filled(Torch torch, LayeredNetwork plan, long seed) {
    var random = new SplittableRandom(seed);
    Map<String, TensorData> weights = new HashMap<>();
    for (ScriptTensor tensor : plan.tensors()) {
      String weight = tensor.name().replace(".bias", ".weight");
      boolean isConvolutionsBias =
          tensor.name().endsWith(".bias") && weights.get(weight).shape().dimension() == 4;
      Initializer fill =
          isConvolutionsBias
              ? Initializer.uniformFanIn(weights.get(weight).shape().slice(1).size())
              : tensor.initializer();
      float[] values = fill.values(tensor.shape(), random);
      weights.put(tensor.name(), new TensorData(tensor.shape(), values));
    }
    return new Network(torch, plan, weights);
  }
}
