package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The rule that changes the weights. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.momentum) || self.name == 'SGD'",
    message = "optimizer.momentum is only for SGD: remove it or choose SGD",
    fieldPath = ".momentum")
@ValidationRule(
    value = "!has(self.momentum) || double(self.momentum) < 1.0",
    message = "optimizer.momentum must be at least 0 and less than 1",
    fieldPath = ".momentum")
@ValidationRule(
    value = "double(self.learningRate) > 0.0 && double(self.learningRate) <= 100.0",
    message = "optimizer.learningRate must be more than 0 and at most 100",
    fieldPath = ".learningRate")
@ValidationRule(
    value = "!has(self.weightDecay) || double(self.weightDecay) <= 1.0",
    message = "optimizer.weightDecay must be at least 0 and at most 1",
    fieldPath = ".weightDecay")
public record Optimizer(
    @Default("AdamW")
        @JsonPropertyDescription(
            "SGD: stochastic gradient descent with momentum. AdamW: Adam with decoupled weight"
                + " decay (Loshchilov and Hutter 2019).")
        OptimizerName name,
    @Default("0.001")
        @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription("Highest learning rate, for example \"0.001\" or \"1e-3\".")
        String learningRate,
    @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription(
            "Default: 0.01 for AdamW, 0.0001 for SGD. Biases and normalization are not decayed.")
        String weightDecay,
    @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription("Only for SGD. Default: 0.9.")
        String momentum) {

  static final Optimizer DEFAULT = new Optimizer(null, null, null, null);

  public Optimizer {
    name = name == null ? OptimizerName.AdamW : name;
    learningRate = learningRate == null ? "0.001" : learningRate;
    if (weightDecay == null) {
      weightDecay = name == OptimizerName.SGD ? "0.0001" : "0.01";
    }
    if (momentum == null && name == OptimizerName.SGD) {
      momentum = "0.9";
    }
  }
}
