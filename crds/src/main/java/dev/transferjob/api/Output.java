package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Where the result goes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = ClaimUri.SCHEME_RULE, message = ClaimUri.SCHEME_MESSAGE, fieldPath = ".uri")
@ValidationRule(value = ClaimUri.FILE_RULE, message = ClaimUri.FILE_MESSAGE, fieldPath = ".uri")
public record Output(
    @Required
        @Size(min = 1, max = ClaimUri.MAX_LENGTH)
        @JsonPropertyDescription(
            "The folder to write, as pvc://CLAIM/PATH; it is written complete or not at all."
                + " Checkpoints lie in its subfolder .transferjob.")
        String uri,
    @Size(max = 4)
        @JsonPropertyDescription(
            "Forms of the model to write beside model.pt and model.safetensors. ONNX: model.onnx,"
                + " which takes images that are resized and normalised already.")
        List<ModelFormat> formats,
    @Default("Reuse")
        @JsonPropertyDescription(
            "What to do where the folder holds a finished result already. Reuse: the result of"
                + " another TransferJob that asked for the same training is taken as this one's,"
                + " and the job is complete at once; any other result is left alone, and the job"
                + " fails. Replace: the training is done, and its result takes the place of what"
                + " is there.")
        ExistingResult existingResult) {

  public Output {
    formats = formats == null ? List.of() : List.copyOf(formats);
    existingResult = existingResult == null ? ExistingResult.Reuse : existingResult;
  }
}
