package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** From an epoch on more layers are trained. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UnfreezeStep(
    @Required
        @Min(2)
        @Max(10000)
        @JsonPropertyDescription(
            "The first epoch with these layers, counted from 1 after the head's warm-up.")
        Integer atEpoch,
    @Required
        @JsonPropertyDescription("Which layers are trained from then on: at least those before.")
        TrainableLayers trainableLayers) {}
