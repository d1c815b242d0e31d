package dev.transferjob.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.transferjob.api.Architecture;
import dev.transferjob.api.HeadSource;
import dev.transferjob.trainer.engine.ScriptTensor;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.engine.Torch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our networks compute what PyTorch's do: logits, loss, every gradient and one step. */
class NetworkParityTest {
  @ParameterizedTest
  @CsvSource({
    "cifar_resnet20, CifarResNet20, layer3",
    "cifar_resnet56, CifarResNet56, layer3",
    "resnet18, ResNet18, avgpool",
    "resnet50, ResNet50, avgpool",
    "efficientnet_lite0, EfficientNetLite0, _dropout"
  })
  void computesWhatPyTorchComputes(String file, Architecture architecture, String features) {
    // Given
    JsonNode reference = ReferenceData.json("reference/" + file + ".json");
    double tolerance =
        Math.max(1e-4, 100 * reference.at("/noise/grad_norm_max_relative").asDouble());
    Torch torch = TorchForTests.torch();
    try (Network network = network(torch, architecture, reference);
        CrossEntropy loss = new CrossEntropy(torch, 0);
        Optimizer sgd = sgd(torch, network);
        NDManager scope = network.newScope()) {
      NDArray images = input(scope, reference.get("input"));
      NDArray labels = scope.create(new long[] {3, 7});

      // When
      NDArray logits = network.evaluate(images);
      NDArray seen = network.features(images);
      NDArray before = loss.mean(network.forward(images), labels);
      network.backward(before);
      Map<String, Double> norms = GradientNorms.of(network);

      final double norm = sgd.step(reference.get("lr").asDouble(), Double.POSITIVE_INFINITY);
      NDArray after = loss.mean(network.evaluate(images), labels);

      // Then
      Worst worst = new Worst();
      worst.values("logits", logits.toFloatArray(), reference.at("/outputs/logits"));
      if (!features.equals("layer3")) {
        worst.summary("features", seen, reference.at("/features/" + features));
      }
      worst.value("loss", before.getFloat(), reference.get("loss").asDouble());
      worst.norms(norms, reference);
      worst.value("norm", norm, reference.get("grad_total_norm").asDouble());
      worst.value("loss after", after.getFloat(), reference.get("loss_after_sgd").asDouble());
      System.out.println(architecture + ": worst relative error " + worst);
      assertThat(worst.error()).as(worst.toString()).isLessThan(tolerance);
    }
  }

  private static Network network(Torch torch, Architecture architecture, JsonNode reference) {
    int classes = 10;
    Map<String, TensorData> weights = new HashMap<>();
    for (ScriptTensor tensor : Architectures.plan(architecture, classes).tensors()) {
      weights.put(
          tensor.name(),
          Formula.weight(tensor.name(), tensor.shape(), reference.get("gain").asDouble()));
    }
    Network network =
        new NetworkLoader(torch)
            .pretrained(
                architecture,
                classes,
                new WeightFile("formula", weights),
                HeadSource.Pretrained,
                0);
    network.dropout(false);
    return network;
  }

  private static Optimizer sgd(Torch torch, Network network) {
    return new Optimizer(
        torch, new UpdateRule.Sgd(0), List.of(new ParameterGroup(network.parameters(), 1, 0)));
  }

  private static NDArray input(NDManager scope, JsonNode input) {
    Shape shape =
        new Shape(
            new com.fasterxml.jackson.databind.ObjectMapper()
                .convertValue(input.get("shape"), long[].class));
    TensorData values = Formula.tensor(input.get("name").asText(), shape, u -> u);
    return scope.create(values.values(), shape);
  }
}
