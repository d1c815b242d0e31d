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
            "The file, as pvc://CLAIM/PATH: safetensors or a PyTorch state dict.")
        String uri,
    @Pattern("^[0-9a-f]{64}$")
        @Size(max = 64)
        @JsonPropertyDescription(
            "SHA-256 of the file in lower-case hexadecimal digits; the job fails as ModelInvalid"
                + " when the file differs.")
        String sha256) {}
