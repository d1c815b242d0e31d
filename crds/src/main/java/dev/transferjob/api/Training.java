package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The training loop. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.gradientClipNorm) || double(self.gradientClipNorm) > 0.0",
    message = "training.gradientClipNorm must be more than 0; leave it out for no clipping",
    fieldPath = ".gradientClipNorm")
@ValidationRule(
    value = "!has(self.epochs) || !has(self.maxSteps)",
    message = "give at most one of training.epochs and training.maxSteps")
public record Training(
    @Min(0)
        @Max(10000)
        @JsonPropertyDescription(
            "How often every training sample is seen. 0 only scores the untouched network and needs"
                + " model.head.source Pretrained. Default: 10, unless maxSteps is given.")
        Integer epochs,
    @Min(1)
        @Max(100000000)
        @JsonPropertyDescription(
            "Instead of epochs: steps of the optimizer after the head's warm-up. The last epoch ends"
                + " with the last step.")
        Long maxSteps,
    @Default("32")
        @Min(1)
        @Max(4096)
        @JsonPropertyDescription("Samples in one forward and backward pass.")
        Integer batchSize,
    @Default("{}") @JsonPropertyDescription("The rule that changes the weights.")
        Optimizer optimizer,
    @Default("{}") @JsonPropertyDescription("How the learning rate changes over the training.")
        LearningRateSchedule learningRateSchedule,
    @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription(
            "Greatest L2 norm of all gradients together; greater ones are scaled down. Left out: no"
                + " clipping.")
        String gradientClipNorm,
    @Default("1")
        @Min(1)
        @Max(1024)
        @JsonPropertyDescription(
            "Batches whose gradients are averaged for one step of the optimizer.")
        Integer gradientAccumulationSteps,
    @JsonPropertyDescription("Ends training when a validation metric no longer gets better.")
        EarlyStopping earlyStopping,
    @Default("FP32")
        @JsonPropertyDescription(
            "FP32: single precision. BF16: forward passes in training compute in bfloat16 where that"
                + " is safe, the weights stay in single precision; tested at the start, and refused"
                + " where it does not work.")
        Precision precision,
    @Default("0") @Min(0) @JsonPropertyDescription("All random numbers derive from it.")
        Long seed) {

  static final Training DEFAULT =
      new Training(null, null, null, null, null, null, null, null, null, null);

  public Training {
    epochs = epochs == null && maxSteps == null ? (Integer) 10 : epochs;
    batchSize = batchSize == null ? 32 : batchSize;
    optimizer = optimizer == null ? Optimizer.DEFAULT : optimizer;
    learningRateSchedule =
        learningRateSchedule == null ? LearningRateSchedule.DEFAULT : learningRateSchedule;
    gradientAccumulationSteps = gradientAccumulationSteps == null ? 1 : gradientAccumulationSteps;
    precision = precision == null ? Precision.FP32 : precision;
    seed = seed == null ? 0L : seed;
  }

  /** Whether nothing is trained, only measured. */
  @JsonIgnore
  public boolean isOnlyScoring() {
    return epochs != null && epochs == 0;
  }
}
