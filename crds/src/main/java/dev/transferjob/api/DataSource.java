package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A set of labelled samples. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = ClaimUri.SCHEME_RULE, message = ClaimUri.SCHEME_MESSAGE, fieldPath = ".uri")
@ValidationRule(value = ClaimUri.FOLDER_RULE, message = ClaimUri.FOLDER_MESSAGE, fieldPath = ".uri")
public record DataSource(
    @Required
        @Size(min = 1, max = ClaimUri.MAX_LENGTH)
        @JsonPropertyDescription(
            "The folder, as pvc://CLAIM/PATH, in a claim of the job's namespace.")
        String uri,
    @Default("ImageFolder")
        @JsonPropertyDescription(
            "How the samples are stored. ImageFolder: one folder a class, named after it, with its"
                + " images.")
        DataFormat format) {

  public DataSource {
    format = format == null ? DataFormat.ImageFolder : format;
  }
}
