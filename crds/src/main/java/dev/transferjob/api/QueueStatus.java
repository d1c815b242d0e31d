package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** Where a run stands in its queue. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QueueStatus(
    @Size(max = 253) @JsonPropertyDescription("The LocalQueue.") String name,
    @Size(max = 253) @JsonPropertyDescription("Kueue's Workload of the run's Job.") String workload,
    @Size(max = 64)
        @JsonPropertyDescription("Admitted, or why it waits, in Kueue's words or the operator's.")
        String reason,
    @Size(max = 32) @JsonPropertyDescription("Since when it waits, or is admitted.")
        String since) {}
