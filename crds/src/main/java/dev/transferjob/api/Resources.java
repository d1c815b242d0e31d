package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** Compute resources of the trainer's container; carried over to the pod as they are. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = Resources.NAMES_RULE, message = Resources.NAMES_MESSAGE)
@ValidationRule(
    value = Resources.QUANTITIES_RULE,
    message =
        "every value of resources must be a quantity of 0 or more, for example \"500m\" or 8Gi")
@ValidationRule(value = Resources.GPU_RULE, message = Resources.GPU_MESSAGE, fieldPath = ".limits")
@ValidationRule(
    value = Resources.ORDER_RULE,
    message = "resources.requests must not be more than resources.limits")
public record Resources(
    @Size(max = 8) @JsonPropertyDescription("What the scheduler reserves.")
        Map<String, String> requests,
    @Size(max = 8)
        @JsonPropertyDescription(
            "What the container may use at most; a GPU is asked for here, as nvidia.com/gpu: 1 or"
                + " by any other name that a device plugin has for it.")
        Map<String, String> limits) {

  static final String NAMES_RULE =
      "(!has(self.requests) || self.requests.all(k, k in ['cpu', 'memory', 'ephemeral-storage']"
          + " || (has(self.limits) && k in self.limits)))"
          + " && (!has(self.limits) || self.limits.all(k, k in ['cpu', 'memory',"
          + " 'ephemeral-storage'] ||"
          + " k.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$')"
          + " && !k.contains('kubernetes.io/')))";
  static final String NAMES_MESSAGE =
      "resources may name cpu, memory, ephemeral-storage and, in limits, a GPU as its device plugin"
          + " does: nvidia.com/gpu, nvidia.com/mig-1g.10gb, amd.com/gpu";

  /** The API server compares quantities as whole numbers, and takes minutes over 1e99999999. */
  static final String HUGE_EXPONENT = "[eE][-+]?[0-9]{3,}";

  static final String QUANTITIES_RULE =
      "(!has(self.requests) || self.requests.all(k, !string(self.requests[k]).matches('"
          + HUGE_EXPONENT
          + "') && isQuantity(string(self.requests[k]))"
          + " && quantity(string(self.requests[k])).compareTo(quantity('0')) >= 0))"
          + " && (!has(self.limits) || self.limits.all(k, !string(self.limits[k]).matches('"
          + HUGE_EXPONENT
          + "') && isQuantity(string(self.limits[k]))"
          + " && quantity(string(self.limits[k])).compareTo(quantity('0')) >= 0))";
  static final String GPU_RULE =
      "!has(self.limits) || (self.limits.filter(k, k.contains('/')).size() <= 1 &&"
          + " self.limits.all(k, !k.contains('/') || string(self.limits[k]) in ['0', '1']))";
  static final String GPU_MESSAGE = "a job trains on one GPU: ask for one, or for none";
  static final String ORDER_RULE =
      "!has(self.requests) || !has(self.limits) || self.requests.all(k, !(k in self.limits) ||"
          + " (string(self.requests[k]) + ' ' + string(self.limits[k])).matches('"
          + HUGE_EXPONENT
          + "') || !isQuantity(string(self.requests[k])) || !isQuantity(string(self.limits[k])) ||"
          + " quantity(string(self.requests[k])).compareTo(quantity(string(self.limits[k]))) <= 0)";

  public Resources {
    requests = SortedMaps.copyOf(requests);
    limits = SortedMaps.copyOf(limits);
  }
}
