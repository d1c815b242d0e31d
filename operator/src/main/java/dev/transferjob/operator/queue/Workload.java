package dev.transferjob.operator.queue;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Kueue makes of a Job, as far as it is read here. It is never written. */
@Group(Workload.GROUP)
@Version("v1beta2")
public class Workload extends CustomResource<Workload.Spec, Workload.Status> implements Namespaced {
  public static final String GROUP = "kueue.x-k8s.io";
  private static final long serialVersionUID = 1L;

  /** The rest, which repeats the pod template, is not kept in the cache. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Spec(String queueName) {}

  /** How far the admission is. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Status(
      List<Condition> conditions, Admission admission, List<Check> admissionChecks) {
    public Status {
      conditions = conditions == null ? List.of() : List.copyOf(conditions);
      admissionChecks = admissionChecks == null ? List.of() : List.copyOf(admissionChecks);
    }
  }

  /** What was reserved for it. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Admission(String clusterQueue, List<Assignment> podSetAssignments) {
    public Admission {
      podSetAssignments = podSetAssignments == null ? List.of() : List.copyOf(podSetAssignments);
    }
  }

  /**
   * What a pod got.
   *
   * @param flavors the ResourceFlavor of each resource
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Assignment(Map<String, String> flavors) {
    public Assignment {
      flavors = flavors == null ? Map.of() : Map.copyOf(flavors);
    }
  }

  /**
   * What has to agree beside the quota.
   *
   * @param state Pending, Ready, Retry or Rejected
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Check(String name, String state, String message) {}

  /** The condition of this type, if it has this status. */
  public Optional<Condition> condition(String type, String status) {
    return getStatus() == null
        ? Optional.empty()
        : getStatus().conditions().stream()
            .filter(c -> type.equals(c.getType()) && status.equals(c.getStatus()))
            .findFirst();
  }
}
