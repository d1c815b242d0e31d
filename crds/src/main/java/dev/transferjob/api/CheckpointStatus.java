package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** The newest verified checkpoint. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckpointStatus(
    @JsonPropertyDescription("Steps of the optimizer that it holds.") long step,
    @JsonPropertyDescription("The epoch it was written in.") int epoch,
    @Size(max = 64) @JsonPropertyDescription("SHA-256 of its manifest.") String sha256,
    @Size(max = 32) @JsonPropertyDescription("When it was written.") String time) {}
