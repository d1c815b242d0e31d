package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** The last layer, which tells the classes apart. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Head(
    @Default("Linear") @JsonPropertyDescription("The form of the head.") HeadType type,
    @Default("New")
        @JsonPropertyDescription(
            "New: random weights for the classes of the training data. Pretrained: the head that"
                + " came with the weights, for the same classes; the score of the untouched network"
                + " is reported too.")
        HeadSource source) {

  static final Head DEFAULT = new Head(null, null);

  public Head {
    type = type == null ? HeadType.Linear : type;
    source = source == null ? HeadSource.New : source;
  }
}
