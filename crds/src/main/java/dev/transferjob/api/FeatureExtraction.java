package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/** Options of method FeatureExtraction. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.views) || self.views == 1 || self.cacheFeatures",
    message = "featureExtraction.views are cached views: set cacheFeatures to true or remove views",
    fieldPath = ".views")
public record FeatureExtraction(
    @Default("true")
        @JsonPropertyDescription(
            "The frozen network sees every image once and the head is trained on the stored"
                + " features: an epoch takes seconds. With augmentation it needs views of at least 2.")
        Boolean cacheFeatures,
    @Default("1")
        @Min(1)
        @Max(64)
        @JsonPropertyDescription(
            "How many augmented views of each training image are cached; in each epoch one of them"
                + " is taken at random. 1: the image as it is.")
        Integer views) {

  static final FeatureExtraction DEFAULT = new FeatureExtraction(null, null);

  public FeatureExtraction {
    cacheFeatures = cacheFeatures == null || cacheFeatures;
    views = views == null ? 1 : views;
  }
}
