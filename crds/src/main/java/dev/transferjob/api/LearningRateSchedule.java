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
    value = "double(self.warmupFraction) < 1.0",
    message = "learningRateSchedule.warmupFraction must be at least 0 and less than 1",
    fieldPath = ".warmupFraction")
public record LearningRateSchedule(
    @Default("Cosine")
        @JsonPropertyDescription(
            "Constant: the same rate to the end. Cosine: falls along half a cosine to 0.")
        ScheduleType type,
    @Default("0.1")
        @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription(
            "Part of all steps over which the rate first rises from 0 in a straight line.")
        String warmupFraction) {

  static final LearningRateSchedule DEFAULT = new LearningRateSchedule(null, null);

  public LearningRateSchedule {
    type = type == null ? ScheduleType.Cosine : type;
    warmupFraction = warmupFraction == null ? "0.1" : warmupFraction;
  }
}
