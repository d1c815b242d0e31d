package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How many attempts there were. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AttemptsStatus(
    @JsonPropertyDescription("All attempts, the current one included.") int total,
    @JsonPropertyDescription("Those that failed; they count against backoffLimit.") int failures,
    @JsonPropertyDescription("Those that were stopped from outside: preempted, evicted, deleted.")
        int preemptions) {

  public static final AttemptsStatus NONE = new AttemptsStatus(0, 0, 0);
}
