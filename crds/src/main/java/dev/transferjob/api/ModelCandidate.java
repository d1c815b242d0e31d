package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A network that could be trained. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelCandidate(
    @Required @JsonPropertyDescription("The network that the weights belong to.")
        Architecture architecture,
    @Required @JsonPropertyDescription("Its pre-trained weights.") Weights weights) {}
