package dev.transferjob.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.transferjob.api.Architecture;
import dev.transferjob.api.HeadSource;
import dev.transferjob.trainer.engine.ScriptModule;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.engine.TorchModule;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkTest {
  private static final int CLASSES = 3;

  private final Torch torch = TorchForTests.torch();
  private final NetworkLoader loader = new NetworkLoader(torch);

  @ParameterizedTest
  @EnumSource(
      value = Architecture.class,
      names = {"ResNet34", "CifarResNet8", "EfficientNetLite0", "MobileNetV2"})
  void learnsFromScratch(Architecture architecture) {
    // Given
    try (Network network = loader.fromScratch(architecture, CLASSES, 7);
        CrossEntropy loss = new CrossEntropy(torch, 0);
        Optimizer optimizer = sgd(network)) {
      network.batchStatistics(unit -> true);
      network.dropout(false);

      // When
      float first = step(network, loss, optimizer);
      float last = first;
      for (int i = 0; i < 8; i++) {
        last = step(network, loss, optimizer);
      }

      // Then
      assertThat(last).isLessThan(first);
    }
  }

  /**
   * A network from random weights has few steps to find its statistics, so they move ten times as
   * fast as those of pre-trained weights.
   */
  @Test
  void statisticsFromScratchMoveByATenthAStep() {
    // Given
    String name = "_bn0.running_mean";
    try (Network scratch = loader.fromScratch(Architecture.EfficientNetLite0, CLASSES, 7);
        NDManager scope = scratch.newScope()) {
      WeightFile file = new WeightFile("made", scratch.copyState());
      try (Network pretrained =
          loader.pretrained(
              Architecture.EfficientNetLite0, CLASSES, file, HeadSource.Pretrained, 0)) {
        // When
        for (Network network : List.of(scratch, pretrained)) {
          network.batchStatistics(unit -> true);
          network.forward(images(scope)).close();
        }

        // Then
        float[] fast = scratch.copyState().get(name).values();
        float[] slow = pretrained.copyState().get(name).values();
        float[] mean = meanOfTheFirstConvolution(file, scope);
        for (int i = 0; i < mean.length; i++) {
          assertThat(fast[i]).isCloseTo(0.1f * mean[i], within(1e-5f));
          assertThat(slow[i]).isCloseTo(0.01f * mean[i], within(1e-6f));
        }
      }
    }
  }

  /** What BatchNorm's running mean, which starts at 0, moves towards. */
  private float[] meanOfTheFirstConvolution(WeightFile file, NDManager scope) {
    String code =
        """
        def of(self, x: Tensor, weight: Tensor) -> Tensor:
          x = torch.constant_pad_nd(x, [0, 1, 0, 1], 0.)
          return torch.mean(torch.conv2d(x, weight, None, [2, 2], [0, 0], [1, 1], 1), [0, 2, 3])
        """;
    TensorData weight = file.tensors().get("_conv_stem.weight");
    try (TorchModule module = torch.load(new ScriptModule("Mean").methods(code))) {
      NDArray filter = scope.create(weight.values(), weight.shape());
      return module.infer(scope, "of", images(scope), filter).toFloatArray();
    }
  }

  @Test
  void frozenUnitsStayByteEqual() {
    // Given
    try (Network network = loader.fromScratch(Architecture.CifarResNet8, CLASSES, 7);
        CrossEntropy loss = new CrossEntropy(torch, 0)) {
      network.trainable(p -> p.inHead() || p.unit().equals("layer3"));
      network.batchStatistics(unit -> unit.name().equals("layer3"));
      Map<String, TensorData> before = network.copyState();

      // When
      try (Optimizer optimizer = sgd(network)) {
        for (int i = 0; i < 100; i++) {
          step(network, loss, optimizer);
        }
      }

      // Then
      Map<String, TensorData> after = network.copyState();
      before.forEach(
          (name, tensor) -> {
            boolean trained = name.startsWith("layer3.") || name.startsWith("linear.");
            boolean equal = Arrays.equals(tensor.values(), after.get(name).values());
            assertThat(equal).as(name).isEqualTo(!trained);
          });
    }
  }

  @Test
  void convolutionsStayChannelsLast() {
    // Given
    String name = "layer1.0.conv1.weight";
    long[] channelsLast = {16 * 9, 1, 16 * 3, 16};
    try (Network network = loader.fromScratch(Architecture.CifarResNet8, CLASSES, 7);
        CrossEntropy loss = new CrossEntropy(torch, 0);
        Optimizer optimizer = sgd(network)) {
      NDArray weight = network.state().get(name);
      assertThat(strides(weight)).isEqualTo(channelsLast);

      // When
      step(network, loss, optimizer);

      // Then
      assertThat(strides(weight)).isEqualTo(channelsLast);

      // When
      network.restore(network.copyState());

      // Then
      assertThat(strides(network.state().get(name))).isEqualTo(channelsLast);
    }
  }

  private long[] strides(NDArray tensor) {
    String code = "def of(self, x: Tensor) -> Tensor:\n  return torch.tensor(torch.stride(x))\n";
    try (TorchModule module = torch.load(new ScriptModule("Strides").methods(code));
        NDManager scope = torch.newScope()) {
      return module.infer(scope, "of", tensor).toLongArray();
    }
  }

  @Test
  void onlyPartsThatLearnDropValues() {
    // Given
    try (Network network = loader.fromScratch(Architecture.VGG11, CLASSES, 7);
        NDManager scope = network.newScope()) {
      network.trainable(p -> p.inHead() || p.unit().equals("fc6"));
      float[] withoutDropout = network.evaluate(images(scope)).toFloatArray();

      // When
      network.trainable(p -> false);
      float[] allFrozen = network.forward(images(scope)).toFloatArray();
      network.trainable(p -> p.unit().equals("fc7"));
      float[] hiddenLearns = network.forward(images(scope)).toFloatArray();
      network.trainable(p -> p.inHead());
      float[] headLearns = network.forward(images(scope)).toFloatArray();
      network.dropout(false);
      float[] off = network.forward(images(scope)).toFloatArray();

      // Then
      assertThat(allFrozen).isEqualTo(withoutDropout);
      assertThat(hiddenLearns).isNotEqualTo(withoutDropout);
      assertThat(headLearns).isNotEqualTo(withoutDropout);
      assertThat(off).isEqualTo(withoutDropout);
    }
  }

  @Test
  void theHeadLearnsFromFeaturesWithoutTheBackbone() {
    // Given
    try (Network network = loader.fromScratch(Architecture.CifarResNet8, CLASSES, 7);
        CrossEntropy loss = new CrossEntropy(torch, 0);
        NDManager scope = network.newScope()) {
      network.trainable(NetworkParameter::inHead);
      float[] cached = network.features(images(scope)).toFloatArray();

      // When
      NDArray features = scope.create(cached, new Shape(4, network.featureCount()));
      NDArray labels = network.labels(scope, 0, 1, 2, 0);
      float first = 0;
      float last = 0;
      try (Optimizer optimizer = sgd(network)) {
        for (int i = 0; i < 20; i++) {
          NDArray value = loss.mean(network.head(features), labels);
          optimizer.backward(value);
          optimizer.step(0.1, Double.POSITIVE_INFINITY);
          last = value.getFloat();
          first = i == 0 ? last : first;
        }
      }

      // Then
      assertThat(last).isLessThan(first);
      assertThat(network.evaluateHead(features).toFloatArray())
          .isEqualTo(network.evaluate(images(scope)).toFloatArray());
    }
  }

  @Test
  void theSameSeedGivesTheSameWeightsAndARestoredStateTheSameNetwork() {
    // Given
    try (Network one = loader.fromScratch(Architecture.CifarResNet8, CLASSES, 7);
        Network same = loader.fromScratch(Architecture.CifarResNet8, CLASSES, 7);
        Network other = loader.fromScratch(Architecture.CifarResNet8, CLASSES, 8);
        NDManager scope = one.newScope()) {
      float[] logits = one.evaluate(images(scope)).toFloatArray();

      // When, Then
      assertThat(same.evaluate(images(scope)).toFloatArray()).isEqualTo(logits);
      assertThat(other.evaluate(images(scope)).toFloatArray()).isNotEqualTo(logits);
      other.restore(one.copyState());
      assertThat(other.evaluate(images(scope)).toFloatArray()).isEqualTo(logits);
    }
  }

  @Test
  void reportsAllDifferencesTogether() {
    // Given
    Map<String, TensorData> weights = new HashMap<>(weights());
    weights.remove("bn1.weight");
    weights.put("extra.weight", new TensorData(new Shape(1), new float[1]));
    weights.put("conv1.weight", new TensorData(new Shape(1), new float[1]));

    // When, Then
    assertThatThrownBy(() -> load(weights, CLASSES, HeadSource.New))
        .isInstanceOf(ModelInvalidException.class)
        .hasMessageContainingAll(
            "made.safetensors",
            "missing: bn1.weight",
            "unexpected: extra.weight",
            "conv1.weight is (1) instead of (16, 3, 3, 3)");
  }

  @Test
  void onlyANewHeadMayDiffer() {
    // Given
    Map<String, TensorData> weights = weights();

    // When, Then
    load(weights, 5, HeadSource.New).close();
    assertThatThrownBy(() -> load(weights, 5, HeadSource.Pretrained))
        .isInstanceOf(ModelInvalidException.class)
        .hasMessageContainingAll("3 classes", "5 classes", "spec.model.head.source");
  }

  private Map<String, TensorData> weights() {
    try (Network network = loader.fromScratch(Architecture.CifarResNet8, CLASSES, 7)) {
      return new TreeMap<>(network.copyState());
    }
  }

  private Network load(Map<String, TensorData> weights, int classes, HeadSource head) {
    WeightFile file = new WeightFile("made.safetensors", weights);
    return loader.pretrained(Architecture.CifarResNet8, classes, file, head, 0);
  }

  private Optimizer sgd(Network network) {
    List<NetworkParameter> trained =
        network.parameters().stream().filter(p -> p.array().hasGradient()).toList();
    return new Optimizer(
        torch, new UpdateRule.Sgd(0.9), List.of(new ParameterGroup(trained, 1, 1e-4)));
  }

  private static float step(Network network, CrossEntropy loss, Optimizer optimizer) {
    try (NDManager scope = network.newScope()) {
      NDArray labels = network.labels(scope, 0, 1, 2, 0);
      NDArray value = loss.mean(network.forward(images(scope)), labels);
      optimizer.backward(value);
      optimizer.step(0.01, 5);
      return value.getFloat();
    }
  }

  private static NDArray images(NDManager scope) {
    Shape shape = new Shape(4, 3, 64, 64);
    return scope.create(Formula.tensor("images", shape, u -> u).values(), shape);
  }
}
