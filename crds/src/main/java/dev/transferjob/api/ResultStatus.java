package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The trained model and its measured quality. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ResultStatus(
    @Size(max = ClaimUri.MAX_LENGTH) @JsonPropertyDescription("The folder of the model.")
        String uri,
    @Size(max = 64) @JsonPropertyDescription("SHA-256 over the folder's files.") String sha256,
    @JsonPropertyDescription("How many classes it tells apart.") int classes,
    @JsonPropertyDescription(
            "Whether the weights are those that an uninterrupted run would have given, bit for"
                + " bit.")
        boolean exact,
    @Size(max = 32) @JsonPropertyDescription("The samples it was measured on: test or validation.")
        String split,
    @JsonPropertyDescription("How many samples it was measured on.") int samples,
    @Size(max = 32) @JsonPropertyDescription("Its measured quality.") List<MetricStatus> metrics,
    @Size(max = 32)
        @JsonPropertyDescription("Quality of the untouched network, where its head was kept.")
        List<MetricStatus> untouched,
    @JsonPropertyDescription("The baseline, if one was asked for.") BaselineStatus baseline,
    @Size(max = 32) @JsonPropertyDescription("What transfer gained over the baseline.")
        List<GainStatus> gain,
    @Size(max = 16)
        @JsonPropertyDescription("The ranked candidates, best first, if there were any.")
        List<CandidateStatus> candidates,
    @JsonPropertyDescription("Only for DomainAdaptation: how the model was adapted.")
        AdaptationStatus adaptation) {

  public ResultStatus {
    metrics = metrics == null ? List.of() : List.copyOf(metrics);
    untouched = untouched == null ? List.of() : List.copyOf(untouched);
    gain = gain == null ? List.of() : List.copyOf(gain);
    candidates = candidates == null ? List.of() : List.copyOf(candidates);
  }
}
