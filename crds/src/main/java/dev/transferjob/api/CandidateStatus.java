package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** How a candidate network was scored. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CandidateStatus(
    @Required @Size(max = 64) @JsonPropertyDescription("The network.") String architecture,
    @Size(max = ClaimUri.MAX_LENGTH) @JsonPropertyDescription("Its weights.") String uri,
    @Required
        @Size(max = 32)
        @JsonPropertyDescription("LogME (You et al. 2021) of its features: higher is better.")
        String logMe) {}
