package dev.transferjob.api;

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
public record Training(
    @Default("10")
        @Min(0)
        @Max(10000)
        @JsonPropertyDescription(
            "How often every training sample is seen. 0 only scores the untouched network and needs"
                + " model.head.source Pretrained.")
        Integer epochs,
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
    @Default("0") @Min(0) @JsonPropertyDescription("All random numbers derive from it.")
        Long seed) {

  static final Training DEFAULT = new Training(null, null, null, null, null, null, null);

  public Training {
    epochs = epochs == null ? 10 : epochs;
    batchSize = batchSize == null ? 32 : batchSize;
    optimizer = optimizer == null ? Optimizer.DEFAULT : optimizer;
    learningRateSchedule =
        learningRateSchedule == null ? LearningRateSchedule.DEFAULT : learningRateSchedule;
    gradientAccumulationSteps = gradientAccumulationSteps == null ? 1 : gradientAccumulationSteps;
    seed = seed == null ? 0L : seed;
  }
}
