package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;

/** A baseline to compare with. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.fromScratch) != has(self.sourceOnly)",
    message = "give exactly one of baseline.fromScratch and baseline.sourceOnly")
public record BaselineSpec(
    @JsonPropertyDescription(
            "The same network from random weights, on the same samples, as many seen, with rates"
                + " that suit it.")
        FromScratchBaseline fromScratch,
    @JsonPropertyDescription(
            "Only for DomainAdaptation: the same training from the same weights without the target,"
                + " but for the statistics of batch normalization where these are re-estimated. Its"
                + " accuracy with the source's statistics is reported as"
                + " accuracyWithoutReestimation, its features' gap as domainGap.")
        SourceOnlyBaseline sourceOnly) {}
