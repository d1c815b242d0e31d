package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Pre-trained weights. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = ClaimUri.SCHEME_RULE, message = ClaimUri.SCHEME_MESSAGE, fieldPath = ".uri")
@ValidationRule(value = ClaimUri.FILE_RULE, message = ClaimUri.FILE_MESSAGE, fieldPath = ".uri")
public record Weights(
    @Required
        @Size(min = 1, max = ClaimUri.MAX_LENGTH)
        @JsonPropertyDescription(
            "The file, as pvc://CLAIM/PATH: safetensors, a PyTorch state dict, or the index of either"
                + " in several files; or a folder that holds one of these, as Hugging Face has"
                + " them.")
        String uri,
    @Pattern("^[0-9a-f]{64}$")
        @Size(max = 64)
        @JsonPropertyDescription(
            "SHA-256 of the file in lower-case hexadecimal digits; of several, what sha256sum FILES |"
                + " sha256sum prints. The job fails as ModelInvalid when it differs.")
        String sha256) {}
