package dev.transferjob.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.transferjob.api.Architecture;
import dev.transferjob.api.HeadSource;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.engine.Torch;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Inception's second head helps in training and is nowhere else. */
class AuxiliaryHeadTest {
  private final Torch torch = TorchForTests.torch();
  private final NetworkLoader loader = new NetworkLoader(torch);

  @Test
  void looksOnlyWhereItsUnitLearns() {
    // Given
    try (Network network = loader.fromScratch(Architecture.InceptionV3, 3, 7);
        NDManager scope = network.newScope()) {
      Shape shape = new Shape(1, 3, 299, 299);
      NDArray images = scope.create(Formula.tensor("images", shape, u -> u).values(), shape);

      // When, Then
      assertThat(network.forwardWithAuxiliary(images)).hasSize(2);
      network.trainable(p -> p.inHead() || p.unit().startsWith("Mixed_7"));
      assertThat(network.forwardWithAuxiliary(images)).hasSize(1);
      network.trainable(p -> p.unit().equals("Mixed_6e"));
      assertThat(network.forwardWithAuxiliary(images)).hasSize(2);
    }
  }

  @Test
  void isAdaptedToNewClassesAndLeftOutOfWhatIsUsed() {
    // Given
    Map<String, TensorData> weights = weights();

    // When
    try (Network network = load(weights)) {
      Map<String, TensorData> state = network.copyState();

      // Then
      assertThat(state.get("AuxLogits.fc.weight").shape()).isEqualTo(new Shape(5, 768));
      assertThat(state.get("AuxLogits.conv1.conv.weight").values())
          .isEqualTo(weights.get("AuxLogits.conv1.conv.weight").values());
      assertThat(network.export().weights().keySet())
          .hasSizeGreaterThan(400)
          .noneMatch(name -> name.startsWith("AuxLogits"));
    }
  }

  @Test
  void isNotMadeUpForWeightsWithoutIt() {
    // Given
    Map<String, TensorData> weights = weights();
    weights.keySet().removeIf(name -> name.startsWith("AuxLogits"));

    // When, Then
    try (Network network = load(weights)) {
      assertThat(network.state().keySet()).noneMatch(name -> name.startsWith("AuxLogits"));
    }
  }

  private Map<String, TensorData> weights() {
    try (Network network = loader.fromScratch(Architecture.InceptionV3, 3, 7)) {
      return new HashMap<>(network.copyState());
    }
  }

  private Network load(Map<String, TensorData> weights) {
    WeightFile file = new WeightFile("made.safetensors", weights);
    return loader.pretrained(Architecture.InceptionV3, 5, file, HeadSource.New, 0);
  }
}
