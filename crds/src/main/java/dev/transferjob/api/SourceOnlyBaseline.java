package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** Training the same network on the source alone. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceOnlyBaseline(
    @Default("600")
        @Min(1)
        @Max(604800)
        @JsonPropertyDescription(
            "The baseline stops after so many seconds, not counting the head's warm-up.")
        Integer maxSeconds) {

  public SourceOnlyBaseline {
    maxSeconds = maxSeconds == null ? 600 : maxSeconds;
  }
}
