package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The last layer, which tells the classes apart. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.type == 'Mlp' || (!has(self.hiddenWidth) && !has(self.dropout))",
    message = "model.head.hiddenWidth and dropout are only for type Mlp")
@ValidationRule(
    value = "self.type == 'KNearestNeighbors' || !has(self.neighbors)",
    message = "model.head.neighbors is only for type KNearestNeighbors",
    fieldPath = ".neighbors")
@ValidationRule(
    value = "!has(self.dropout) || double(self.dropout) < 1.0",
    message = "model.head.dropout must be at least 0 and less than 1",
    fieldPath = ".dropout")
@ValidationRule(
    value = "self.type == 'Linear' || self.source == 'New'",
    message = "model.head.source Pretrained keeps the network's own head: set type to Linear",
    fieldPath = ".source")
public record Head(
    @Default("Linear")
        @JsonPropertyDescription(
            "Linear: one layer. Mlp: two, with ReLU and dropout between them, for classes that no"
                + " plane separates in the features. KNearestNeighbors: nothing is trained; the"
                + " training images whose features are most alike (cosine) vote. Only with"
                + " FeatureExtraction.")
        HeadType type,
    @Default("New")
        @JsonPropertyDescription(
            "New: random weights for the classes of the training data. Pretrained: the head that"
                + " came with the weights, for the same classes; the score of the untouched network"
                + " is reported too.")
        HeadSource source,
    @Min(1)
        @Max(8192)
        @JsonPropertyDescription("Only for Mlp: the width of its hidden layer. Default: 256.")
        Integer hiddenWidth,
    @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription(
            "Only for Mlp: the part of the hidden values that a training step leaves out. Default:"
                + " 0.2.")
        String dropout,
    @Min(1)
        @Max(1000)
        @JsonPropertyDescription("Only for KNearestNeighbors: how many vote. Default: 20.")
        Integer neighbors) {

  public static final Head DEFAULT = new Head(null, null, null, null, null);

  public Head {
    type = type == null ? HeadType.Linear : type;
    if (type == HeadType.Mlp) {
      hiddenWidth = hiddenWidth == null ? 256 : hiddenWidth;
      dropout = dropout == null ? "0.2" : dropout;
    }
    if (type == HeadType.KNearestNeighbors) {
      neighbors = neighbors == null ? 20 : neighbors;
    }
    source = source == null ? HeadSource.New : source;
  }
}
