package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A baseline to compare with. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BaselineSpec(
    @Required
        @JsonPropertyDescription(
            "The same network from random weights, on the same samples, as many seen, with rates"
                + " that suit it.")
        FromScratchBaseline fromScratch) {}
