package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** What became of one attempt. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AttemptRecord(
    @JsonPropertyDescription("Counts from 1, over all runs.") int number,
    @JsonPropertyDescription("The run it belongs to.") int run,
    @Size(max = 253) @JsonPropertyDescription("Its pod.") String pod,
    @Size(max = 253) @JsonPropertyDescription("The node it ran on.") String node,
    @Size(max = 32) @JsonPropertyDescription("When its container started.") String startTime,
    @Size(max = 32) @JsonPropertyDescription("When it ended; absent while it goes on.")
        String endTime,
    @Size(max = 64) @JsonPropertyDescription("How it ended, in one word of the reasons' table.")
        String reason,
    @JsonPropertyDescription("The exit code of its container.") Integer exitCode,
    @JsonPropertyDescription("The step of the checkpoint that it went on from.")
        Long resumedFromStep,
    @JsonPropertyDescription("Seconds it ran, as far as is known.") long seconds,
    @JsonPropertyDescription("The same, times the GPUs that it held.") long gpuSeconds,
    @Size(max = 512) @JsonPropertyDescription("The cause of its end and the next thing to do.")
        String message) {

  /** Whether its end is known. */
  @JsonIgnore
  public boolean hasEnded() {
    return endTime != null;
  }
}
