package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** How the model was adapted to the target. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AdaptationStatus(
    @Size(max = 32) @JsonPropertyDescription("The algorithm.") String algorithm,
    @Size(max = 32) @JsonPropertyDescription("What chose the epoch, without the target's labels.")
        String validator,
    @Size(max = 32) @JsonPropertyDescription("The validator's score of the model.") String score,
    @Size(max = 32)
        @JsonPropertyDescription("The model's accuracy on the source's validation samples.")
        String sourceAccuracy,
    @Size(max = 32)
        @JsonPropertyDescription(
            "The model's accuracy on the target's images, where their folders tell their classes."
                + " Only measured: no label of the target was used.")
        String targetAccuracy,
    @Size(max = 32)
        @JsonPropertyDescription(
            "How well the domains could be told apart by the network's features before training:"
                + " proxy A-distance, from 0 (not at all) to 2.")
        String domainGapBefore,
    @Size(max = 32) @JsonPropertyDescription("The same of the model.") String domainGapAfter,
    @Size(max = 1024)
        @JsonPropertyDescription("A warning if predictions on the target have collapsed.")
        String collapse) {}
