package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** How the learning rate changes over the training. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.warmupFraction) || double(self.warmupFraction) < 1.0",
    message = "learningRateSchedule.warmupFraction must be at least 0 and less than 1",
    fieldPath = ".warmupFraction")
@ValidationRule(
    value = "(!has(self.stepFraction) && !has(self.gamma)) || self.type == 'Step'",
    message =
        "learningRateSchedule.stepFraction and gamma are only for Step: remove them or choose Step")
@ValidationRule(
    value =
        "!has(self.stepFraction) || (double(self.stepFraction) > 0.0 && double(self.stepFraction)"
            + " < 1.0)",
    message = "learningRateSchedule.stepFraction must lie between 0 and 1",
    fieldPath = ".stepFraction")
@ValidationRule(
    value = "!has(self.gamma) || double(self.gamma) <= 1.0",
    message = "learningRateSchedule.gamma must be at least 0 and at most 1",
    fieldPath = ".gamma")
public record LearningRateSchedule(
    @Default("Cosine")
        @JsonPropertyDescription(
            "After the warm-up. Constant: the same rate to the end. Cosine: falls along half a"
                + " cosine to 0. Linear: falls in a straight line to 0. Step: is multiplied by gamma"
                + " after each stepFraction. OneCycle (Smith and Topin 2018): rises from a 25th"
                + " along half a cosine, then falls along another to a 250,000th.")
        ScheduleType type,
    @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription(
            "Part of all steps over which the rate first rises, in a straight line from 0 but for"
                + " OneCycle. Default: 0.1; 0.3 for OneCycle.")
        String warmupFraction,
    @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription(
            "Only for Step: the part of the steps after the warm-up between two falls. Default:"
                + " 0.34.")
        String stepFraction,
    @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription("Only for Step: what the rate is multiplied by. Default: 0.1.")
        String gamma) {

  static final LearningRateSchedule DEFAULT = new LearningRateSchedule(null, null, null, null);

  public LearningRateSchedule {
    type = type == null ? ScheduleType.Cosine : type;
    if (warmupFraction == null) {
      warmupFraction = type == ScheduleType.OneCycle ? "0.3" : "0.1";
    }
    if (type == ScheduleType.Step) {
      stepFraction = stepFraction == null ? "0.34" : stepFraction;
      gamma = gamma == null ? "0.1" : gamma;
    }
  }

  /** One without parameters but its warm-up. */
  public LearningRateSchedule(ScheduleType type, String warmupFraction) {
    this(type, warmupFraction, null, null);
  }
}
