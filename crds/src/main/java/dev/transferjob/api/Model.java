package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** The network and its pre-trained weights. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "has(self.architecture) != has(self.candidates)",
    message = "give exactly one of model.architecture and model.candidates")
@ValidationRule(
    value = "!has(self.candidates) || !has(self.weights)",
    message = "model.candidates have weights of their own: remove model.weights",
    fieldPath = ".weights")
@ValidationRule(
    value = "!has(self.candidates) || self.head.source == 'New'",
    message = "model.candidates are compared for new classes: set model.head.source to New",
    fieldPath = ".head")
public record Model(
    @JsonPropertyDescription(
            "The network that the weights belong to. TorchScript: weights.uri is a network of your"
                + " own, saved with torch.jit.save: forward, float32 (N, 3, size, size) to logits,"
                + " and for a new head features, the same to (N, width).")
        Architecture architecture,
    @JsonPropertyDescription("Pre-trained weights; required unless method is FromScratch.")
        Weights weights,
    @Size(min = 2, max = 16)
        @JsonPropertyDescription(
            "Instead of architecture and weights: networks of which the one is trained whose"
                + " features explain the training samples' classes best (LogME, You et al. 2021)."
                + " Each sees the samples once; the ranking is part of the result.")
        List<ModelCandidate> candidates,
    @Default("{}") @JsonPropertyDescription("The last layer, which tells the classes apart.")
        Head head) {

  public Model {
    candidates = candidates == null ? List.of() : List.copyOf(candidates);
    head = head == null ? Head.DEFAULT : head;
  }

  /** The same with one of its candidates. */
  public Model with(ModelCandidate candidate) {
    return new Model(candidate.architecture(), candidate.weights(), List.of(), head);
  }
}
