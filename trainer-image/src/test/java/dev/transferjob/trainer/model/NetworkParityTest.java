package dev.transferjob.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.transferjob.api.Architecture;
import dev.transferjob.trainer.engine.Torch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our networks compute what PyTorch's do: logits, loss, every gradient and one step. */
class NetworkParityTest {
  private final Torch torch = TorchForTests.torch();

  /** What our features are to the output of a module of PyTorch's network. */
  enum Tap {
    WHOLE,
    /** The mean over its pixels. */
    POOLED,
    /** Its ReLU. */
    RECTIFIED
  }

  @ParameterizedTest
  @CsvSource({
    "cifar_resnet20, CifarResNet20, POOLED, layer3",
    "cifar_resnet56, CifarResNet56, POOLED, layer3",
    "resnet18, ResNet18, WHOLE, avgpool",
    "resnet50, ResNet50, WHOLE, avgpool",
    "vgg11, VGG11, RECTIFIED, classifier.3",
    "vgg16_bn, VGG16BatchNorm, RECTIFIED, classifier.3",
    "inception_v3, InceptionV3, WHOLE, avgpool",
    "mobilenet_v2, MobileNetV2, POOLED, features.18",
    "efficientnet_lite0, EfficientNetLite0, WHOLE, _dropout"
  })
  void computesWhatPyTorchComputes(String file, Architecture architecture, Tap tap, String module) {
    // Given
    JsonNode reference = ReferenceData.json("reference/" + file + ".json");
    try (Network network = FormulaNetwork.of(torch, architecture, reference);
        CrossEntropy loss = new CrossEntropy(torch, 0);
        Optimizer sgd = sgd(network);
        NDManager scope = network.newScope()) {
      NDArray images = FormulaNetwork.input(scope, reference.at("/input/shape"));
      NDArray labels = network.labels(scope, 3, 7);

      // When
      NDArray logits = network.evaluate(images);
      NDArray seen = network.features(images);
      NDArray before = loss.mean(network.forward(images), labels);
      torch.backward(before);
      Map<String, Double> gradients = GradientNorms.of(network);
      sgd.backward(loss.mean(network.forward(images), labels));
      double norm = sgd.step(reference.get("lr").asDouble(), Double.POSITIVE_INFINITY);
      NDArray after = loss.mean(network.evaluate(images), labels);

      // Then
      Worst worst = new Worst();
      worst.values("logits", logits.toFloatArray(), reference.at("/outputs/logits"));
      JsonNode features = reference.get("features").get(module);
      switch (tap) {
        case WHOLE -> worst.summary("features", seen, features);
        case POOLED -> worst.pooled("features", seen, features);
        case RECTIFIED -> worst.rectified("features", seen, features);
      }
      worst.value("loss", before.getFloat(), reference.get("loss").asDouble());
      worst.norms(gradients, reference);
      worst.value("clipping's norm", norm, reference.get("grad_total_norm").asDouble());
      worst.value(
          "loss after a step", after.getFloat(), reference.get("loss_after_sgd").asDouble());
      check(architecture, worst, reference);
    }
  }

  @Test
  void trainsInceptionsAuxiliaryHeadAsPyTorchDoes() {
    // Given
    JsonNode reference = ReferenceData.json("reference/inception_v3_aux.json");
    try (Network network = FormulaNetwork.of(torch, Architecture.InceptionV3, reference);
        CrossEntropy loss = new CrossEntropy(torch, 0);
        Optimizer sgd = sgd(network);
        NDManager scope = network.newScope()) {
      NDArray images = FormulaNetwork.input(scope, reference.at("/input/shape"));
      NDArray labels = network.labels(scope, 3, 7);

      // When
      NDArray logits = network.evaluate(images);
      NDArray seen = network.features(images);
      NDList both = network.forwardWithAuxiliary(images);
      NDArray before = loss.mean(both, labels);
      torch.backward(before);
      Map<String, Double> gradients = GradientNorms.of(network);
      sgd.backward(loss.mean(network.forwardWithAuxiliary(images), labels));
      sgd.step(reference.get("lr").asDouble(), Double.POSITIVE_INFINITY);
      NDArray after = loss.mean(network.forwardWithAuxiliary(images), labels);

      // Then
      Worst worst = new Worst();
      worst.values("logits", logits.toFloatArray(), reference.at("/outputs/logits"));
      worst.values("auxiliary", both.get(1).toFloatArray(), reference.at("/outputs/aux_logits"));
      worst.summary("features", seen, reference.at("/features/avgpool"));
      worst.value("loss", before.getFloat(), reference.get("loss").asDouble());
      worst.norms(gradients, reference);
      worst.value(
          "loss after a step", after.getFloat(), reference.get("loss_after_sgd").asDouble());
      check(Architecture.InceptionV3, worst, reference);
    }
  }

  @Test
  void learnsBatchStatisticsAsPyTorchDoes() {
    // Given
    JsonNode whole = ReferenceData.json("reference/resnet18.json");
    JsonNode reference = whole.get("train_bn");
    try (Network network = FormulaNetwork.of(torch, Architecture.ResNet18, whole);
        CrossEntropy loss = new CrossEntropy(torch, 0);
        NDManager scope = network.newScope()) {
      network.batchStatistics(unit -> true);
      NDArray images = FormulaNetwork.input(scope, reference.get("input_shape"));

      // When
      NDArray value = loss.mean(network.forward(images), network.labels(scope, 3, 7, 0, 9));
      torch.backward(value);

      // Then
      Worst worst = new Worst();
      worst.value("loss", value.getFloat(), reference.get("loss").asDouble());
      worst.norms(GradientNorms.of(network), reference);
      reference
          .get("buffers_after")
          .properties()
          .forEach(
              entry ->
                  worst.summary(
                      entry.getKey(), network.state().get(entry.getKey()), entry.getValue()));
      check(Architecture.ResNet18, worst, whole);
    }
  }

  @Test
  void padsOddSizesAsTensorFlowDoes() {
    // Given
    JsonNode whole = ReferenceData.json("reference/efficientnet_lite0.json");
    JsonNode reference = whole.get("odd_size");
    try (Network network = FormulaNetwork.of(torch, Architecture.EfficientNetLite0, whole);
        NDManager scope = network.newScope()) {
      NDArray images = FormulaNetwork.input(scope, reference.get("input_shape"));

      // When
      NDArray logits = network.evaluate(images);

      // Then
      Worst worst = new Worst();
      worst.values("logits", logits.toFloatArray(), reference.get("logits"));
      check(Architecture.EfficientNetLite0, worst, whole);
    }
  }

  /** At most a hundred times as far as PyTorch's float32 is from its float64, or 1e-4. */
  private static void check(Architecture architecture, Worst worst, JsonNode reference) {
    double noise = reference.at("/noise/grad_norm_max_relative").asDouble();
    System.out.println(architecture + ": worst relative error " + worst);
    assertThat(worst.error()).as(worst.toString()).isLessThan(Math.max(1e-4, 100 * noise));
  }

  private Optimizer sgd(Network network) {
    return new Optimizer(
        torch, new UpdateRule.Sgd(0), List.of(new ParameterGroup(network.parameters(), 1, 0)));
  }
}
