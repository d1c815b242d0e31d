package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** The difference between the model and the baseline, with its 95 % interval. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GainStatus(
    @Required @Size(max = 64) @JsonPropertyDescription("The metric.") String name,
    @Required @Size(max = 32) @JsonPropertyDescription("The model's value minus the baseline's.")
        String value,
    @Size(max = 32) @JsonPropertyDescription("Lower end of the interval.") String low,
    @Size(max = 32) @JsonPropertyDescription("Upper end of the interval.") String high) {}
