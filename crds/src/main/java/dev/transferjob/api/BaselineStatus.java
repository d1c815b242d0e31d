package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** How the baseline did on the same samples. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BaselineStatus(
    @Size(max = 32) @JsonPropertyDescription("Its measured quality.") List<MetricStatus> metrics,
    @Size(max = 32) @JsonPropertyDescription("How many seconds it trained.") String seconds,
    @Size(max = 32)
        @JsonPropertyDescription(
            "How many seconds the job's own training took, with caching features.")
        String modelSeconds,
    @JsonPropertyDescription("Optimizer steps after which the baseline was at its best.")
        Long stepsToBest,
    @JsonPropertyDescription("Whether it had stopped getting better.") boolean converged,
    @Size(max = 1024) @JsonPropertyDescription("Why there is no baseline, if it failed.")
        String failure) {

  public BaselineStatus {
    metrics = metrics == null ? List.of() : List.copyOf(metrics);
  }
}
