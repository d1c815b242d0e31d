package dev.transferjob.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.transferjob.trainer.engine.Torch;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossEntropyTest {
  private final Torch torch = TorchForTests.torch();

  @ParameterizedTest
  @CsvSource({
    "cross_entropy, 0",
    "cross_entropy_smoothed, 0.1",
    "cross_entropy_weighted, 0",
    "cross_entropy_smoothed_weighted, 0.1"
  })
  void agreesWithPyTorch(String name, double smoothing) {
    // Given
    JsonNode reference = ReferenceData.json("reference/losses.json").get(name);
    float[][] rows =
        new ObjectMapper().convertValue(reference.at("/inputs/logits"), float[][].class);
    long[] targets = new ObjectMapper().convertValue(reference.at("/inputs/target"), long[].class);
    try (CrossEntropy loss = loss(reference, smoothing);
        NDManager scope = torch.newScope()) {
      NDArray logits = scope.create(rows);
      logits.setRequiresGradient(true);

      // When
      NDArray value = loss.mean(logits, scope.create(targets));
      torch.backward(value);

      // Then
      Worst worst = new Worst();
      worst.value("loss", value.getFloat(), reference.get("loss").asDouble());
      worst.values(
          "gradient", logits.getGradient().toFloatArray(), reference.at("/gradients/logits"));
      assertThat(worst.error()).as(worst.toString()).isLessThan(1e-6);
    }
  }

  private CrossEntropy loss(JsonNode reference, double smoothing) {
    JsonNode weights = reference.path("class_weight");
    return !weights.isArray()
        ? new CrossEntropy(torch, smoothing)
        : new CrossEntropy(
            torch, smoothing, new ObjectMapper().convertValue(weights, float[].class));
  }

  /** The loss is linear in the target, so mixed labels are PyTorch's loss of probabilities. */
  @Test
  void mixesInputsAndLabels() {
    // Given
    try (CrossEntropy loss = new CrossEntropy(torch, 0);
        NDManager scope = torch.newScope()) {
      NDArray share = scope.create(0.75f);
      NDArray order = scope.create(new long[] {1, 0});
      NDArray inputs = scope.create(new float[] {1, 0, 0, 2}, new Shape(2, 2));
      NDArray labels = scope.create(new long[] {0, 1});

      // When
      NDArray mixed = loss.mix(inputs, order, share);
      float value = loss.mixed(new NDList(mixed), labels, labels.get(order), share).getFloat();

      // Then
      assertThat(mixed.toFloatArray()).containsExactly(0.75f, 0.5f, 0.25f, 1.5f);
      double first = softplus(-0.25) + 0.25 * 0.25;
      double second = softplus(-1.25) + 0.25 * 1.25;
      assertThat((double) value).isCloseTo((first + second) / 2, Offset.offset(1e-6));
    }
  }

  /** A target of five probabilities is the sum of blends of two labels each. */
  @Test
  void blendsOfLabelsAgreeWithPyTorchsProbabilities() {
    // Given
    JsonNode reference = ReferenceData.json("reference/losses.json").get("cross_entropy_soft");
    var json = new ObjectMapper();
    float[][] rows = json.convertValue(reference.at("/inputs/logits"), float[][].class);
    double[][] targets = json.convertValue(reference.at("/inputs/target"), double[][].class);
    try (CrossEntropy loss = new CrossEntropy(torch, 0);
        NDManager scope = torch.newScope()) {
      NDArray logits = scope.create(rows);
      logits.setRequiresGradient(true);

      // When
      NDArray sum = scope.create(0f);
      for (int row = 0; row < rows.length; row++) {
        NDArray one = logits.get(row).reshape(1, rows[row].length);
        for (int label = 0; label < rows[row].length; label += 2) {
          int other = Math.min(label + 1, rows[row].length - 1);
          double first = targets[row][label];
          double both = label == other ? first : first + targets[row][other];
          NDArray mixed =
              loss.mixed(
                  new NDList(one),
                  scope.create(new long[] {label}),
                  scope.create(new long[] {other}),
                  scope.create((float) (first / both)));
          sum = sum.add(mixed.mul((float) both / rows.length));
        }
      }
      torch.backward(sum);

      // Then
      Worst worst = new Worst();
      worst.value("loss", sum.getFloat(), reference.get("loss").asDouble());
      worst.values(
          "gradient", logits.getGradient().toFloatArray(), reference.at("/gradients/logits"));
      assertThat(worst.error()).as(worst.toString()).isLessThan(1e-6);
    }
  }

  private static double softplus(double x) {
    return Math.log1p(Math.exp(x));
  }

  @Test
  void givesEachSamplesLossAndProbabilities() {
    // Given
    try (CrossEntropy loss = new CrossEntropy(torch, 0);
        NDManager scope = torch.newScope()) {
      float log3 = (float) Math.log(3);
      NDArray logits = scope.create(new float[] {log3, 0, 0, log3}, new Shape(2, 2));

      // When
      float[] each = loss.each(logits, scope.create(new long[] {0, 0})).toFloatArray();
      float[] probabilities = loss.probabilities(logits).toFloatArray();

      // Then
      assertThat(each[0]).isCloseTo((float) Math.log(4 / 3.0), within());
      assertThat(each[1]).isCloseTo((float) Math.log(4), within());
      assertThat(probabilities[0]).isCloseTo(0.75f, within());
      assertThat(probabilities[3]).isCloseTo(0.75f, within());
    }
  }

  private static Offset<Float> within() {
    return Offset.offset(1e-6f);
  }
}
