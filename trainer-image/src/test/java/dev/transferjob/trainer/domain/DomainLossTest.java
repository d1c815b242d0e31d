package dev.transferjob.trainer.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.transferjob.api.AdaptationAlgorithm;
import dev.transferjob.trainer.engine.ScriptModule;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.ReferenceData;
import dev.transferjob.trainer.model.TorchForTests;
import dev.transferjob.trainer.model.Worst;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Values and gradients as PyTorch has them. */
class DomainLossTest {
  private static final double TOLERANCE = 2e-6;

  private final Torch torch = TorchForTests.torch();
  private final Worst worst = new Worst();

  @Test
  void dannReversesTheFeaturesGradient() {
    // Given
    JsonNode reference = ReferenceData.json("reference/losses.json").get("dann");
    ScriptModule script = linear(reference, AdversarialScript.FEATURES_ALONE);
    try (NDManager scope = torch.newScope();
        DomainLoss loss =
            DomainLoss.adversarial(torch, script.methods(AdversarialScript.UNWEIGHTED), 0)) {
      NDArray features = tracked(scope, reference.at("/inputs/f"));
      NDArray source = features.get(new NDIndex("0:3"));
      NDArray target = features.get(new NDIndex("3:6"));

      // When
      NDArray value = loss.of(new DomainBatch(source, source, target, target), 0.3);
      torch.backward(value);

      // Then
      worst.value("loss", value.getFloat(), reference.get("loss").asDouble());
      compare("f", features, reference);
      compare("w", loss.parameters().get(0).array(), reference);
      compare("b", loss.parameters().get(1).array(), reference);
      assertThat(worst.error()).as(worst.toString()).isLessThan(TOLERANCE);
    }
  }

  @ParameterizedTest
  @CsvSource({"cdan, false", "cdan_e, true"})
  void cdanConditionsOnPredictions(String name, boolean byEntropy) {
    // Given
    JsonNode reference = ReferenceData.json("reference/losses.json").get(name);
    String weights = byEntropy ? AdversarialScript.BY_ENTROPY : AdversarialScript.UNWEIGHTED;
    ScriptModule script = linear(reference, AdversarialScript.OUTER_PRODUCT).methods(weights);
    try (NDManager scope = torch.newScope();
        DomainLoss loss = DomainLoss.adversarial(torch, script, 0)) {
      NDArray features = tracked(scope, reference.at("/inputs/f"));
      NDArray logits = tracked(scope, reference.at("/inputs/logits"));
      var source = new NDIndex("0:2");
      var target = new NDIndex("2:4");
      var batch =
          new DomainBatch(
              features.get(source), logits.get(source), features.get(target), logits.get(target));

      // When, with the gradient as the reference has it, not reversed
      NDArray value = loss.of(batch, -1);
      torch.backward(value);

      // Then
      worst.value("loss", value.getFloat(), reference.get("loss").asDouble());
      compare("f", features, reference);
      compare("w", loss.parameters().getFirst().array(), reference);
      assertThat(worst.error()).as(worst.toString()).isLessThan(2e-5);
    }
  }

  @ParameterizedTest
  @CsvSource({"CORAL, coral", "MMD, mk_mmd_dan"})
  void regularizersMeasureTheDistanceOfFeatures(AdaptationAlgorithm algorithm, String name) {
    // Given
    JsonNode reference = ReferenceData.json("reference/losses.json").get(name);
    try (NDManager scope = torch.newScope();
        DomainLoss loss = DomainLoss.of(torch, algorithm, 3, 2, 0)) {
      NDArray source = tracked(scope, reference.at("/inputs/s"));
      NDArray target = tracked(scope, reference.at("/inputs/t"));

      // When
      NDArray value = loss.of(new DomainBatch(source, source, target, target), 1);
      torch.backward(value);

      // Then
      worst.value("loss", value.getFloat(), reference.get("loss").asDouble());
      compare("s", source, reference);
      compare("t", target, reference);
      assertThat(worst.error()).as(worst.toString()).isLessThan(TOLERANCE);
    }
  }

  @Test
  void mccMeasuresTheConfusionOfPredictions() {
    // Given
    JsonNode reference = ReferenceData.json("reference/losses.json").get("mcc");
    try (NDManager scope = torch.newScope();
        DomainLoss loss = DomainLoss.of(torch, AdaptationAlgorithm.MCC, 3, 3, 0)) {
      NDArray logits = tracked(scope, reference.at("/inputs/logits"));

      // When
      NDArray value = loss.of(new DomainBatch(logits, logits, logits, logits), 1);
      torch.backward(value);

      // Then
      worst.value("loss", value.getFloat(), reference.get("loss").asDouble());
      compare("logits", logits, reference);
      assertThat(worst.error()).as(worst.toString()).isLessThan(2e-5);
    }
  }

  @Test
  void lambdaGrowsAsInThePaper() {
    JsonNode reference = ReferenceData.json("reference/losses.json").get("dann_schedule");
    for (int i = 0; i < reference.get("p").size(); i++) {
      double lambda = new Ramp(0.5).strength(reference.get("p").get(i).asDouble());
      assertThat(lambda).isCloseTo(0.5 * reference.get("lambda").get(i).asDouble(), within(1e-8));
    }
  }

  @ParameterizedTest
  @EnumSource(AdaptationAlgorithm.class)
  void strengthScalesWhatTheFeaturesFeel(AdaptationAlgorithm algorithm) {
    // Given
    try (NDManager scope = torch.newScope();
        DomainLoss loss = DomainLoss.of(torch, algorithm, 700, 8, 3)) {

      // When
      float[] once = gradient(scope, loss, 0.5);
      float[] twice = gradient(scope, loss, 1);

      // Then
      float largest = 0;
      for (int i = 0; i < once.length; i++) {
        assertThat(twice[i]).isCloseTo(2 * once[i], within(1e-5f));
        largest = Math.max(largest, Math.abs(once[i]));
      }
      assertThat(largest).isPositive();
    }
  }

  @Test
  void copyBringsTheDiscriminatorBack() {
    // Given
    try (NDManager scope = torch.newScope();
        DomainLoss first = DomainLoss.of(torch, AdaptationAlgorithm.CDAN, 16, 4, 1);
        DomainLoss second = DomainLoss.of(torch, AdaptationAlgorithm.CDAN, 16, 4, 2)) {
      DomainBatch batch = batch(scope, 16, 4);
      float before = second.of(batch, 1).getFloat();

      // When
      second.restore(first.copyState());

      // Then
      assertThat(second.of(batch, 1).getFloat())
          .isEqualTo(first.of(batch, 1).getFloat())
          .isNotEqualTo(before);
    }
  }

  /** The gradient of the target's features, or of its logits where only these are looked at. */
  private float[] gradient(NDManager scope, DomainLoss loss, double strength) {
    DomainBatch batch = batch(scope, 700, 8);
    torch.backward(loss.of(batch, strength));
    NDArray features = batch.targetFeatures().getGradient();
    NDArray logits = batch.targetLogits().getGradient();
    return new NDList(features, logits)
        .stream()
            .map(NDArray::toFloatArray)
            .max((a, b) -> Float.compare(norm(a), norm(b)))
            .orElseThrow();
  }

  private static float norm(float[] values) {
    float sum = 0;
    for (float value : values) {
      sum += value * value;
    }
    return sum;
  }

  private static DomainBatch batch(NDManager scope, int width, int classes) {
    var random = new SplittableRandom(5);
    return new DomainBatch(
        random(scope, random, 6, width),
        random(scope, random, 6, classes),
        random(scope, random, 5, width),
        random(scope, random, 5, classes));
  }

  private static NDArray random(NDManager scope, SplittableRandom random, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    NDArray array = scope.create(values, new Shape(rows, columns));
    array.setRequiresGradient(true);
    return array;
  }

  private static NDArray tracked(NDManager scope, JsonNode values) {
    NDArray array = scope.create(new ObjectMapper().convertValue(values, float[][].class));
    array.setRequiresGradient(true);
    return array;
  }

  private void compare(String name, NDArray array, JsonNode reference) {
    worst.values(name, array.getGradient().toFloatArray(), reference.at("/gradients/" + name));
  }

  /** The reference's discriminator is one linear layer. */
  private static ScriptModule linear(JsonNode reference, String joint) {
    float[] weight = floats(reference.at("/inputs/w/0"));
    float bias =
        reference.at("/inputs/b").isMissingNode() ? 0 : floats(reference.at("/inputs/b"))[0];
    return new ScriptModule("Linear")
        .parameter("weight", (shape, random) -> weight, 1, weight.length)
        .parameter("bias", (shape, random) -> new float[] {bias}, 1)
        .methods(
            """
            def discriminate(self, x: Tensor) -> Tensor:
              return torch.squeeze(torch.linear(x, self.weight, self.bias), 1)
            """)
        .methods(joint)
        .methods(AdversarialScript.LOSS);
  }

  private static float[] floats(JsonNode values) {
    return new ObjectMapper().convertValue(values, float[].class);
  }
}
