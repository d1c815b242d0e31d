package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;

/** The network and its pre-trained weights. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Model(
    @Required @JsonPropertyDescription("The network that the weights belong to.")
        Architecture architecture,
    @JsonPropertyDescription("Pre-trained weights; required unless method is FromScratch.")
        Weights weights,
    @Default("{}") @JsonPropertyDescription("The last layer, which tells the classes apart.")
        Head head) {

  public Model {
    head = head == null ? Head.DEFAULT : head;
  }
}
