package dev.transferjob.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.transferjob.trainer.engine.Initializer;
import dev.transferjob.trainer.engine.ScriptModule;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.engine.TorchModule;
import dev.transferjob.trainer.graph.Linear;
import dev.transferjob.trainer.graph.TorchScript;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Five steps on a linear regression, against PyTorch's optimizers in double precision. */
class OptimizerTest {
  private static final double NO_CLIP = Double.POSITIVE_INFINITY;

  private final Torch torch = TorchForTests.torch();
  private final JsonNode reference = ReferenceData.json("reference/optimizers.json");

  static Stream<Arguments> runs() {
    return Stream.of(
        Arguments.of("sgd lr=0.1", new UpdateRule.Sgd(0), 0.1, 0, 1, NO_CLIP),
        Arguments.of(
            "sgd lr=0.1 momentum=0.9 weight_decay=0.01",
            new UpdateRule.Sgd(0.9),
            0.1,
            0.01,
            1,
            NO_CLIP),
        Arguments.of(
            "adamw lr=0.01 betas=0.9,0.999 eps=1e-8 weight_decay=0.1",
            new UpdateRule.AdamW(),
            0.01,
            0.1,
            1,
            NO_CLIP),
        Arguments.of(
            "two groups: sgd momentum=0.9, weight lr=0.1, bias lr=0.01",
            new UpdateRule.Sgd(0.9),
            0.1,
            0,
            0.1,
            NO_CLIP),
        Arguments.of(
            "sgd lr=0.1, gradients clipped to global norm 0.5",
            new UpdateRule.Sgd(0),
            0.1,
            0,
            1,
            0.5));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void stepsAsPyTorchDoes(
      String name, UpdateRule rule, double rate, double decay, double biasRate, double clip) {
    // Given
    try (TorchModule module = regression();
        Optimizer optimizer = optimizer(module, rule, decay, biasRate)) {
      Worst worst = new Worst();
      for (JsonNode step : reference.at("/runs").get(name)) {
        // When
        double loss = backward(module, optimizer);
        double norm = optimizer.step(rate, clip);

        // Then
        worst.value("loss", loss, step.get("loss_before").asDouble());
        if (clip < NO_CLIP) {
          worst.value("norm", norm, step.get("grad_norm_before_clip").asDouble());
        }
        compare(module, step, worst);
      }
      assertThat(worst.error()).as(worst.toString()).isLessThan(1e-5);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void continuesFromASavedState(
      String name, UpdateRule rule, double rate, double decay, double biasRate, double clip) {
    // Given
    try (TorchModule module = regression();
        Optimizer optimizer = optimizer(module, rule, decay, biasRate);
        Optimizer other = optimizer(module, rule, decay, biasRate)) {
      backward(module, optimizer);
      optimizer.step(rate, clip);

      // When
      Map<String, TensorData> saved = optimizer.copyState();
      other.restore(saved);
      JsonNode steps = reference.at("/runs").get(name);
      Worst worst = new Worst();
      for (int i = 1; i < steps.size(); i++) {
        backward(module, other);
        other.step(rate, clip);
        compare(module, steps.get(i), worst);
      }

      // Then
      assertThat(worst.error()).as(worst.toString()).isLessThan(1e-5);
    }
  }

  /** PyTorch's SGD with the gradient of half the strength times the squared distance added. */
  @Test
  void pullsParametersToTheirAnchors() {
    // Given
    try (TorchModule module = regression();
        TorchModule other = regression()) {
      Map<String, NDArray> parameters = module.parameters();
      parameters.values().forEach(array -> array.setRequiresGradient(true));
      float[] start = parameters.get("opt.weight").toFloatArray();
      float[] anchor = new float[start.length];
      var anchors = new Anchors(0.5, Map.of("opt.weight", new TensorData(new Shape(2, 3), anchor)));
      var groups = List.of(group(parameters, "opt.weight", 1, 0));
      try (var pulled = new Optimizer(torch, new UpdateRule.Sgd(0), groups, anchors);
          var plain = optimizer(other, new UpdateRule.Sgd(0), 0, 1)) {
        // When
        backward(module, pulled);
        pulled.step(0.1, NO_CLIP);
        backward(other, plain);
        plain.step(0.1, NO_CLIP);

        // Then
        float[] free = other.parameters().get("opt.weight").toFloatArray();
        float[] held = parameters.get("opt.weight").toFloatArray();
        for (int i = 0; i < start.length; i++) {
          assertThat(held[i]).isCloseTo(free[i] - 0.1f * 0.5f * start[i], Offset.offset(1e-6f));
        }
      }
    }
  }

  /** As after an unfreezing: the new parameter starts afresh, the other goes on. */
  @Test
  void takesInAParameterThatTheStateDoesNotKnow() {
    // Given
    try (TorchModule module = regression()) {
      Map<String, NDArray> parameters = module.parameters();
      parameters.values().forEach(array -> array.setRequiresGradient(true));
      var weight = group(parameters, "opt.weight", 1, 0);
      var bias = group(parameters, "opt.bias", 1, 0);
      Map<String, TensorData> state;
      try (var first = new Optimizer(torch, new UpdateRule.AdamW(), List.of(weight))) {
        backward(module, first);
        first.step(0.1, NO_CLIP);
        state = first.copyState();
      }

      // When
      try (var both = new Optimizer(torch, new UpdateRule.AdamW(), List.of(weight, bias))) {
        both.restore(state);

        // Then
        Map<String, TensorData> merged = both.copyState();
        assertThat(merged.get("opt.weight.step").values()).containsExactly(1);
        assertThat(merged.get("opt.bias.step").values()).containsExactly(0);
      }
    }
  }

  @Test
  void gradientsOfSeveralLossesAddUp() {
    // Given
    try (TorchModule module = regression();
        TorchModule other = regression();
        Optimizer once = optimizer(module, new UpdateRule.Sgd(0), 0, 1);
        Optimizer twice = optimizer(other, new UpdateRule.Sgd(0), 0, 1)) {
      // When
      backward(module, once);
      once.step(0.2, NO_CLIP);
      backward(other, twice);
      backward(other, twice);
      twice.step(0.1, NO_CLIP);

      // Then
      assertThat(other.parameters().get("opt.weight").toFloatArray())
          .containsExactly(
              module.parameters().get("opt.weight").toFloatArray(), Offset.offset(1e-6f));
    }
  }

  /** Four dimensions are stored channels-last; this gradient comes in the order of its input. */
  @Test
  void aGradientInAnotherMemoryOrderReachesItsOwnValues() {
    // Given
    Shape shape = new Shape(2, 3, 2, 2);
    var product =
        new ScriptModule("Product")
            .parameter("w", Initializer.ZEROS, 2, 3, 2, 2)
            .methods(
                """
                def loss(self, x: Tensor) -> Tensor:
                  return torch.sum(torch.mul(self.w, x))
                """);
    try (TorchModule module =
            torch.load(product, name -> new TensorData(shape, new float[(int) shape.size()]));
        NDManager scope = torch.newScope()) {
      Map<String, NDArray> parameters = module.parameters();
      parameters.get("w").setRequiresGradient(true);
      var group = group(parameters, "w", 1, 0);
      NDArray x = scope.arange(1, 25).toType(DataType.FLOAT32, false).reshape(shape);

      // When
      try (var sgd = new Optimizer(torch, new UpdateRule.Sgd(0), List.of(group))) {
        sgd.backward(module.call("loss", x));
        sgd.step(1, NO_CLIP);
      }

      // Then
      assertThat(parameters.get("w").toFloatArray()).isEqualTo(x.neg().toFloatArray());
    }
  }

  private TorchModule regression() {
    ScriptModule module =
        TorchScript.module(Linear.linear(3, 2))
            .methods(
                """
                def loss(self, x: Tensor, y: Tensor) -> Tensor:
                  return torch.mse_loss(self.forward(x), y, 1)
                """);
    ScriptModule root =
        new ScriptModule("Root")
            .child("opt", module)
            .methods(
                """
                def loss(self, x: Tensor, y: Tensor) -> Tensor:
                  return self.opt.loss(x, y)
                """);
    return torch.load(
        root,
        name ->
            Formula.weight(
                name, new Shape(name.endsWith("bias") ? new long[] {2} : new long[] {2, 3}), 1));
  }

  private Optimizer optimizer(TorchModule module, UpdateRule rule, double decay, double biasRate) {
    Map<String, NDArray> parameters = module.parameters();
    parameters.values().forEach(array -> array.setRequiresGradient(true));
    return new Optimizer(
        torch,
        rule,
        List.of(
            group(parameters, "opt.weight", 1, decay),
            group(parameters, "opt.bias", biasRate, decay)));
  }

  private static ParameterGroup group(
      Map<String, NDArray> parameters, String name, double rate, double decay) {
    NetworkParameter parameter = new NetworkParameter(name, "opt", true, parameters.get(name));
    return new ParameterGroup(List.of(parameter), rate, decay);
  }

  private double backward(TorchModule module, Optimizer optimizer) {
    try (NDManager scope = torch.newScope()) {
      NDArray x = scope.create(rows(reference.get("x")));
      NDArray y = scope.create(rows(reference.get("y")));
      NDArray loss = module.call("loss", x, y);
      optimizer.backward(loss);
      return loss.getFloat();
    }
  }

  private static void compare(TorchModule module, JsonNode step, Worst worst) {
    worst.values(
        "weight", module.parameters().get("opt.weight").toFloatArray(), step.get("weight"));
    worst.values("bias", module.parameters().get("opt.bias").toFloatArray(), step.get("bias"));
  }

  private static float[][] rows(JsonNode node) {
    return new ObjectMapper().convertValue(node, float[][].class);
  }
}
