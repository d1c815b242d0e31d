package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** A network that could be trained. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.architecture != 'TorchScript'",
    message = "a TorchScript network cannot be a candidate: name it in model.architecture",
    fieldPath = ".architecture")
public record ModelCandidate(
    @Required @JsonPropertyDescription("The network that the weights belong to.")
        Architecture architecture,
    @Required @JsonPropertyDescription("Its pre-trained weights.") Weights weights) {}
