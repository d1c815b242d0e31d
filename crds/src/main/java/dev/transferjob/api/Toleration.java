package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A taint that the pod tolerates, as in a pod's spec. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.operator == 'Equal' || !has(self.value)",
    message = "a toleration with operator Exists has no value")
@ValidationRule(
    value = "self.operator == 'Exists' || has(self.key)",
    message = "a toleration without key needs operator Exists")
public record Toleration(
    @Size(max = 317)
        @JsonPropertyDescription("The taint's key; left out, with operator Exists: every key.")
        String key,
    @Default("Equal") @JsonPropertyDescription("Equal: key and value match. Exists: any value.")
        TolerationOperator operator,
    @Size(max = 63) @JsonPropertyDescription("The taint's value.") String value,
    @JsonPropertyDescription("The effect to tolerate; left out: every effect.") TaintEffect effect,
    @Min(0) @JsonPropertyDescription("With NoExecute: for how many seconds.")
        Long tolerationSeconds) {

  public Toleration {
    operator = operator == null ? TolerationOperator.Equal : operator;
  }
}
