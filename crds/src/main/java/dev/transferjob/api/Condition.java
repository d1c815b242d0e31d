package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One aspect of a job's state, in Kubernetes' usual form. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
    @Required @JsonPropertyDescription("What this condition is about.") ConditionType type,
    @Required @JsonPropertyDescription("Whether it holds.") ConditionStatus status,
    @Required
        @Size(min = 1, max = 64)
        @JsonPropertyDescription("One word for the cause, listed in the documentation's table.")
        String reason,
    @Required @Size(max = 4096) @JsonPropertyDescription("The cause and the next thing to do.")
        String message,
    @Required @Size(max = 32) @JsonPropertyDescription("When status changed last.")
        String lastTransitionTime,
    @JsonPropertyDescription("The generation of the spec that this condition describes.")
        Long observedGeneration) {}
