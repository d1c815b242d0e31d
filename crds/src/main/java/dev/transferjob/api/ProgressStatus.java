package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.transferjob.protocol.Stage;
import io.fabric8.generator.annotation.Size;

/** How far the current attempt is. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProgressStatus(
    @JsonPropertyDescription("Percentage of the whole work that is done.") int percentage,
    @JsonPropertyDescription("What is being done.") Stage stage,
    @JsonPropertyDescription("The current epoch, from 1.") int epoch,
    @JsonPropertyDescription("How many epochs there will be.") int totalEpochs,
    @JsonPropertyDescription("Steps of the optimizer that are done.") long step,
    @JsonPropertyDescription("How many steps there will be.") long totalSteps,
    @Size(max = 32) @JsonPropertyDescription("Training samples a second.") String samplesPerSecond,
    @JsonPropertyDescription("Estimated seconds to the end.") long estimatedRemainingSeconds,
    @Size(max = 32) @JsonPropertyDescription("The same for people, as in 1m38s.") String remaining,
    @Size(max = 32) @JsonPropertyDescription("When the trainer was heard last.")
        String lastUpdatedTime) {}
