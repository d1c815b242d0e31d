package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What the attempts of all runs have used, the current one until it was heard last. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UsageStatus(
    @JsonPropertyDescription("Seconds that attempts ran; activeDeadlineSeconds limits them.")
        long activeSeconds,
    @JsonPropertyDescription("The same, times the GPUs that they held.") long gpuSeconds,
    @JsonPropertyDescription(
            "Those of them whose work is lost, because an attempt ended after its last checkpoint.")
        long lostGpuSeconds) {

  public static final UsageStatus NONE = new UsageStatus(0, 0, 0);
}
