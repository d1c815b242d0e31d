package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** When checkpoints are written and how many are kept. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckpointSpec(
    @Default("60")
        @Min(1)
        @Max(86400)
        @JsonPropertyDescription(
            "Seconds between two checkpoints. One is also written when an attempt is stopped.")
        Integer everySeconds,
    @Default("3")
        @Min(1)
        @Max(100)
        @JsonPropertyDescription("How many are kept. The best weights are never removed.")
        Integer keepLast) {

  static final CheckpointSpec DEFAULT = new CheckpointSpec(null, null);

  public CheckpointSpec {
    everySeconds = everySeconds == null ? 60 : everySeconds;
    keepLast = keepLast == null ? 3 : keepLast;
  }
}
