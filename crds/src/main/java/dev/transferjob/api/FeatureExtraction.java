package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** Options of method FeatureExtraction. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FeatureExtraction(
    @Default("true")
        @JsonPropertyDescription(
            "The frozen network sees every image once and the head is trained on the stored"
                + " features: an epoch takes seconds. Not with augmentation.")
        Boolean cacheFeatures) {

  static final FeatureExtraction DEFAULT = new FeatureExtraction(null);

  public FeatureExtraction {
    cacheFeatures = cacheFeatures == null || cacheFeatures;
  }
}
