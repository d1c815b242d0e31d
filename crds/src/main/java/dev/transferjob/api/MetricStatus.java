package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A measured value. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MetricStatus(
    @Required @Size(max = 64) @JsonPropertyDescription("accuracy, loss, top5Accuracy or macroF1.")
        String name,
    @Required @Size(max = 32) @JsonPropertyDescription("The value.") String value) {}
