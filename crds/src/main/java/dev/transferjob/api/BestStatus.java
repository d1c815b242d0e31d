package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** The best epoch so far. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BestStatus(
    @Size(max = 64) @JsonPropertyDescription("The metric that decides.") String metric,
    @Size(max = 32) @JsonPropertyDescription("Its best value.") String value,
    @JsonPropertyDescription("The epoch it was reached in; 0: before the first one of this stage.")
        int epoch) {}
