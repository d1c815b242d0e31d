package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What the network sees of an image. What is null depends on the architecture. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.resize) || (has(self.size) && self.resize >= self.size)",
    message =
        "input.resize needs input.size and must not be less than it: the image is resized first,"
            + " then its centre is cut out")
@ValidationRule(
    value = "!has(self.std) || self.std.all(s, double(s) > 0.0)",
    message = "every number of input.std must be more than 0",
    fieldPath = ".std")
public record Input(
    @Min(8)
        @Max(1024)
        @JsonPropertyDescription(
            "Width and height in pixels. Default: 224; 299 for InceptionV3, 32 for the CIFAR"
                + " networks.")
        Integer size,
    @Min(8)
        @Max(1024)
        @JsonPropertyDescription(
            "Length of the shorter side in pixels before the centre is cut out. Default: 256; 342"
                + " for InceptionV3, 32 for the CIFAR networks.")
        Integer resize,
    @Default("Bilinear") @JsonPropertyDescription("How an image is resized.")
        Interpolation interpolation,
    @Size(min = 3, max = 3)
        @JsonPropertyDescription(
            "Mean of red, green and blue, of values from 0 to 1. Default: what the architecture's"
                + " weights are usually trained with.")
        List<@Pattern(Decimals.UNSIGNED) @Size(max = Decimals.MAX_LENGTH) String> mean,
    @Size(min = 3, max = 3) @JsonPropertyDescription("Standard deviation of red, green and blue.")
        List<@Pattern(Decimals.UNSIGNED) @Size(max = Decimals.MAX_LENGTH) String> std) {

  static final Input DEFAULT = new Input(null, null, null, null, null);

  public Input {
    interpolation = interpolation == null ? Interpolation.Bilinear : interpolation;
    mean = mean == null ? null : List.copyOf(mean);
    std = std == null ? null : List.copyOf(std);
  }
}
