package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A random change of a training image, as torchvision's transform of the same name. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.probability) || (self.type in ['HorizontalFlip', 'RandomDifference',"
            + " 'RandomErasing'] &&"
            + " double(self.probability) <= 1.0)",
    message =
        "augmentation.probability, at most 1, is only for HorizontalFlip, RandomDifference and"
            + " RandomErasing")
@ValidationRule(
    value =
        "(!has(self.minArea) && !has(self.maxArea) && !has(self.minRatio) && !has(self.maxRatio))"
            + " || self.type in ['RandomResizedCrop', 'RandomErasing']",
    message =
        "augmentation.minArea, maxArea, minRatio and maxRatio are only for RandomResizedCrop and"
            + " RandomErasing")
@ValidationRule(
    value =
        "has(self.minArea) == has(self.maxArea) && (!has(self.minArea) || (double(self.maxArea) >"
            + " 0.0 && double(self.maxArea) <= 1.0 && double(self.minArea) <= double(self.maxArea)))",
    message = "augmentation.minArea and maxArea go together, at most 1, the smaller one first")
@ValidationRule(
    value =
        "has(self.minRatio) == has(self.maxRatio) && (!has(self.minRatio) ||"
            + " (double(self.minRatio) > 0.0 && double(self.minRatio) <= double(self.maxRatio)))",
    message = "augmentation.minRatio and maxRatio go together, more than 0, the smaller one first")
@ValidationRule(
    value =
        "(!has(self.brightness) && !has(self.contrast) && !has(self.saturation) && !has(self.hue))"
            + " || self.type == 'ColorJitter'",
    message = "augmentation.brightness, contrast, saturation and hue are only for ColorJitter")
@ValidationRule(
    value = "!has(self.hue) || double(self.hue) <= 0.5",
    message = "augmentation.hue must be at least 0 and at most 0.5",
    fieldPath = ".hue")
@ValidationRule(
    value = "!has(self.padding) || self.type == 'RandomCrop'",
    message = "augmentation.padding is only for RandomCrop",
    fieldPath = ".padding")
public record Augmentation(
    @Required
        @JsonPropertyDescription(
            "RandomResizedCrop: a random part of the image at the input's size. HorizontalFlip:"
                + " mirrored. RandomCrop: padded with black and cut out at a random place."
                + " ColorJitter: brightness, contrast, saturation and hue changed in a random"
                + " order. RandomDifference (not in torchvision): the absolute difference from a smooth"
                + " field of random colours, which colours and inverts images and keeps shapes."
                + " RandomErasing (Zhong et al. 2020): a random rectangle set to the mean"
                + " colour, after all others.")
        AugmentationType type,
    @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription(
            "How likely it happens. Only for HorizontalFlip, RandomDifference and RandomErasing."
                + " Default: 0.5; 1 for RandomDifference.")
        String probability,
    @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription(
            "Smallest part of the image's area. Default: 0.08 for RandomResizedCrop, 0.02 for"
                + " RandomErasing.")
        String minArea,
    @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription(
            "Largest part of the image's area. Default: 1 for RandomResizedCrop, 0.33 for"
                + " RandomErasing.")
        String maxArea,
    @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription(
            "Smallest ratio of the part's sides. Default: 0.75 for RandomResizedCrop, 0.3 for"
                + " RandomErasing.")
        String minRatio,
    @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription(
            "Largest ratio of the part's sides. Default: 1.3333 for RandomResizedCrop, 3.3 for"
                + " RandomErasing.")
        String maxRatio,
    @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription(
            "Only for ColorJitter: the factor lies within 1 plus or minus this. Default: 0.2.")
        String brightness,
    @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription(
            "Only for ColorJitter: the factor lies within 1 plus or minus this. Default: 0.2.")
        String contrast,
    @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription(
            "Only for ColorJitter: the factor lies within 1 plus or minus this. Default: 0.2.")
        String saturation,
    @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription(
            "Only for ColorJitter: the hue turns by up to this part of its circle, either way."
                + " Default: 0.")
        String hue,
    @Min(1)
        @Max(256)
        @JsonPropertyDescription("Only for RandomCrop: pixels on each side. Default: 4.")
        Integer padding) {

  public Augmentation {
    switch (type) {
      case RandomResizedCrop -> {
        minArea = given(minArea, "0.08");
        maxArea = given(maxArea, "1");
        minRatio = given(minRatio, "0.75");
        maxRatio = given(maxRatio, "1.3333333333");
      }
      case HorizontalFlip -> probability = given(probability, "0.5");
      case RandomCrop -> padding = padding == null ? 4 : padding;
      case ColorJitter -> {
        brightness = given(brightness, "0.2");
        contrast = given(contrast, "0.2");
        saturation = given(saturation, "0.2");
        hue = given(hue, "0");
      }
      case RandomDifference -> probability = given(probability, "1");
      case RandomErasing -> {
        probability = given(probability, "0.5");
        minArea = given(minArea, "0.02");
        maxArea = given(maxArea, "0.33");
        minRatio = given(minRatio, "0.3");
        maxRatio = given(maxRatio, "3.3");
      }
      case null -> {}
    }
  }

  /** One with its defaults. */
  public static Augmentation of(AugmentationType type) {
    return new Augmentation(type, null, null, null, null, null, null, null, null, null, null);
  }

  private static String given(String value, String usual) {
    return value == null ? usual : value;
  }
}
