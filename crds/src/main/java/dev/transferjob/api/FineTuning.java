package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Options of method FineTuning. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "double(self.backboneLearningRateMultiplier) <= 10.0",
    message = "fineTuning.backboneLearningRateMultiplier must be at least 0 and at most 10",
    fieldPath = ".backboneLearningRateMultiplier")
public record FineTuning(
    @Default("{}") @JsonPropertyDescription("Which layers are trained.")
        TrainableLayers trainableLayers,
    @Default("1")
        @Min(0)
        @Max(1000)
        @JsonPropertyDescription(
            "Epochs, before all others, in which only the head is trained, so that its first large"
                + " gradients do not spoil the backbone.")
        Integer headWarmupEpochs,
    @Default("0.1")
        @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription("The backbone's learning rate as a multiple of the head's.")
        String backboneLearningRateMultiplier,
    @Default("true")
        @JsonPropertyDescription(
            "Batch normalization keeps the statistics of the pre-training; better with little"
                + " data.")
        Boolean freezeBatchNorm) {

  static final FineTuning DEFAULT = new FineTuning(null, null, null, null);

  public FineTuning {
    trainableLayers = trainableLayers == null ? TrainableLayers.DEFAULT : trainableLayers;
    headWarmupEpochs = headWarmupEpochs == null ? 1 : headWarmupEpochs;
    backboneLearningRateMultiplier =
        backboneLearningRateMultiplier == null ? "0.1" : backboneLearningRateMultiplier;
    freezeBatchNorm = freezeBatchNorm == null || freezeBatchNorm;
  }
}
