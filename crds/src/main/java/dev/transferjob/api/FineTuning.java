package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Options of method FineTuning. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "double(self.backboneLearningRateMultiplier) <= 10.0",
    message = "fineTuning.backboneLearningRateMultiplier must be at least 0 and at most 10",
    fieldPath = ".backboneLearningRateMultiplier")
@ValidationRule(
    value =
        "double(self.layerLearningRateDecay) > 0.0 && double(self.layerLearningRateDecay) <= 1.0",
    message = "fineTuning.layerLearningRateDecay must be more than 0 and at most 1",
    fieldPath = ".layerLearningRateDecay")
@ValidationRule(
    value =
        "!has(self.unfreezeSchedule) || self.unfreezeSchedule.map(step, step.atEpoch).isSorted()",
    message = "fineTuning.unfreezeSchedule must be in the order of atEpoch",
    fieldPath = ".unfreezeSchedule")
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
    @Default("1")
        @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription(
            "Each unit of the backbone learns at this multiple of the rate of the unit behind it,"
                + " the last one at backboneLearningRateMultiplier. 1: all alike.")
        String layerLearningRateDecay,
    @Size(max = 20)
        @JsonPropertyDescription(
            "Gradual unfreezing: from which epoch on which more layers are trained. They start with"
                + " a fresh state of the optimizer.")
        List<UnfreezeStep> unfreezeSchedule,
    @Default("0")
        @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription(
            "Strength of L2-SP (Li et al. 2018): the backbone's weights are pulled to their"
                + " pre-trained values, in place of weight decay. 0: off; the paper's choice is"
                + " about 0.1.")
        String l2Sp,
    @Default("true")
        @JsonPropertyDescription(
            "Batch normalization keeps the statistics of the pre-training; better with little"
                + " data. Otherwise the units that learn change theirs; frozen units never do.")
        Boolean freezeBatchNorm) {

  static final FineTuning DEFAULT = new FineTuning(null, null, null, null, null, null, null);

  /** Batch normalization has to follow the domains. */
  static final FineTuning FOR_ADAPTATION =
      new FineTuning(null, null, null, null, null, null, false);

  public FineTuning {
    trainableLayers = trainableLayers == null ? TrainableLayers.DEFAULT : trainableLayers;
    headWarmupEpochs = headWarmupEpochs == null ? 1 : headWarmupEpochs;
    backboneLearningRateMultiplier =
        backboneLearningRateMultiplier == null ? "0.1" : backboneLearningRateMultiplier;
    layerLearningRateDecay = layerLearningRateDecay == null ? "1" : layerLearningRateDecay;
    unfreezeSchedule = unfreezeSchedule == null ? List.of() : List.copyOf(unfreezeSchedule);
    l2Sp = l2Sp == null ? "0" : l2Sp;
    freezeBatchNorm = freezeBatchNorm == null || freezeBatchNorm;
  }
}
