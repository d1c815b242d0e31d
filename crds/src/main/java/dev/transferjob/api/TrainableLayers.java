package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Which layers are trained. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "(self.mode == 'LastN') == has(self.lastN)",
    message = "trainableLayers.lastN goes together with mode LastN, and only with it")
@ValidationRule(
    value = "(self.mode == 'Pattern') == has(self.pattern)",
    message = "trainableLayers.pattern goes together with mode Pattern, and only with it")
public record TrainableLayers(
    @Default("All")
        @JsonPropertyDescription(
            "All: the whole network. HeadOnly: only the head. LastN: the head and the last N units"
                + " of the backbone. Pattern: the head and the backbone's tensors whose names the"
                + " pattern matches.")
        TrainableMode mode,
    @Min(1)
        @Max(100)
        @JsonPropertyDescription(
            "With LastN: how many of the last units of the backbone; units are tabled per"
                + " architecture in the documentation.")
        Integer lastN,
    @Size(min = 1, max = 256)
        @JsonPropertyDescription(
            "With Pattern: a regular expression that is searched in the names of the backbone's"
                + " tensors, for example ^layer[34]\\. for two stages of a ResNet.")
        String pattern) {

  public static final TrainableLayers DEFAULT = new TrainableLayers(null, null, null);

  public TrainableLayers {
    mode = mode == null ? TrainableMode.All : mode;
  }
}
