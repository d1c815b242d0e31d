package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Preprocessing, augmentation and loss of image classification. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.labelSmoothing) || double(self.labelSmoothing) < 1.0",
    message = "imageClassification.labelSmoothing must be at least 0 and less than 1",
    fieldPath = ".labelSmoothing")
@ValidationRule(
    value = "double(self.mixupAlpha) <= 10.0",
    message = "imageClassification.mixupAlpha must be at least 0 and at most 10",
    fieldPath = ".mixupAlpha")
public record ImageClassification(
    @Default("{}")
        @JsonPropertyDescription(
            "What the network sees of an image; what is left out depends on the architecture.")
        Input input,
    @Size(max = 8) @JsonPropertyDescription("Random changes of the training images, in this order.")
        List<Augmentation> augmentation,
    @Default("0")
        @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription("How much of the target's probability is spread over all classes.")
        String labelSmoothing,
    @Default("None")
        @JsonPropertyDescription(
            "Balanced: a sample counts in the loss as one over its class's share of the training"
                + " samples, so that rare classes count as much as frequent ones.")
        ClassWeights classWeights,
    @Default("0")
        @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription(
            "Mixup (Zhang et al. 2018): batches are blended with themselves in shares drawn from"
                + " Beta(alpha, alpha), for example \"0.2\". 0: off. Not with FeatureExtraction.")
        String mixupAlpha) {

  static final ImageClassification DEFAULT = new ImageClassification(null, null, null, null, null);

  public ImageClassification {
    input = input == null ? Input.DEFAULT : input;
    augmentation = augmentation == null ? List.of() : List.copyOf(augmentation);
    labelSmoothing = labelSmoothing == null ? "0" : labelSmoothing;
    classWeights = classWeights == null ? ClassWeights.None : classWeights;
    mixupAlpha = mixupAlpha == null ? "0" : mixupAlpha;
  }
}
