package dev.transferjob.operator.job;

import dev.transferjob.api.ExitCode;
import dev.transferjob.api.TransferJob;
import dev.transferjob.operator.queue.KueueLabels;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRuleBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The Job of a run, as a function of the resource and the settings. */
public final class TrainerJob {
  private static final Pattern RUN = Pattern.compile("[1-9][0-9]{0,8}");

  private TrainerJob() {}

  /** The same for the same resource and run, so that creating it twice is refused. */
  public static String name(TransferJob resource, int run) {
    return name(resource, Integer.toString(run));
  }

  private static String name(TransferJob resource, String run) {
    var uid = resource.getMetadata().getUid().substring(0, 5);
    return resource.getMetadata().getName() + "-" + uid + "-" + run;
  }

  /**
   * Whether the Job belongs to this very resource, not to one of its name that was there before.
   * Whoever may create Jobs can write any owner, so it must also have the name of one of its runs.
   */
  public static boolean isOf(TransferJob resource, Job job) {
    return job.hasOwnerReferenceFor(resource.getMetadata().getUid())
        && isNamedFor(resource, job.getMetadata().getLabels(), job.getMetadata().getName());
  }

  /** Whether the pod was made by a Job of this very resource. */
  public static boolean isOf(TransferJob resource, Pod pod) {
    return isLabelled(resource, pod)
        && pod.getMetadata().getOwnerReferences().stream()
            .filter(
                owner ->
                    owner.getKind().equals("Job") && Boolean.TRUE.equals(owner.getController()))
            .anyMatch(
                owner -> isNamedFor(resource, pod.getMetadata().getLabels(), owner.getName()));
  }

  /** Which anybody who may create pods can write. */
  public static boolean isLabelled(TransferJob resource, Pod pod) {
    return resource.getMetadata().getUid().equals(pod.getMetadata().getLabels().get(Labels.UID));
  }

  private static boolean isNamedFor(TransferJob resource, Map<String, String> labels, String job) {
    var run = labels == null ? null : labels.get(Labels.RUN);
    return run != null && RUN.matcher(run).matches() && job.equals(name(resource, run));
  }

  public static Job desired(TransferJob resource, Run run, TrainerSettings settings) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name(resource, run.number()))
        .withNamespace(resource.getMetadata().getNamespace())
        .withLabels(labels(resource, run))
        .withAnnotations(Map.of(Run.BEFORE, run.beforeAsJson()))
        .withOwnerReferences(owner(resource))
        .endMetadata()
        .withSpec(spec(resource, run, settings))
        .build();
  }

  private static Map<String, String> labels(TransferJob resource, Run run) {
    var labels = Labels.of(resource, run);
    var spec = resource.getSpec();
    if (spec.queueName() != null) {
      labels.put(KueueLabels.QUEUE, spec.queueName());
      if (spec.priorityClassName() != null) {
        labels.put(KueueLabels.PRIORITY, spec.priorityClassName());
      }
    }
    return labels;
  }

  private static JobSpec spec(TransferJob resource, Run run, TrainerSettings settings) {
    return new JobSpecBuilder()
        .withSuspend(resource.getSpec().queueName() == null ? null : true)
        .withCompletionMode("Indexed")
        .withCompletions(1)
        .withParallelism(1)
        .withPodReplacementPolicy("Failed")
        .withBackoffLimit(Math.max(0, resource.getSpec().backoffLimit() - run.before().failures()))
        .withPodFailurePolicy(failurePolicy())
        .withTemplate(TrainerPod.template(resource, run, settings))
        .build();
  }

  static OwnerReference owner(TransferJob resource) {
    return new OwnerReferenceBuilder()
        .withApiVersion(resource.getApiVersion())
        .withKind(resource.getKind())
        .withName(resource.getMetadata().getName())
        .withUid(resource.getMetadata().getUid())
        .withController(true)
        .build();
  }

  /** The first rule that matches decides: what came from outside never counts. */
  private static PodFailurePolicy failurePolicy() {
    var disrupted =
        new PodFailurePolicyRuleBuilder()
            .withAction("Ignore")
            .addNewOnPodCondition("True", "DisruptionTarget")
            .build();
    return new PodFailurePolicyBuilder()
        .withRules(
            disrupted,
            onExit("Ignore", ExitCode.Kind.NOT_COUNTED),
            onExit("FailJob", ExitCode.Kind.FINAL))
        .build();
  }

  private static PodFailurePolicyRule onExit(String action, ExitCode.Kind kind) {
    return new PodFailurePolicyRuleBuilder()
        .withAction(action)
        .withNewOnExitCodes()
        .withContainerName(TrainerPod.CONTAINER)
        .withOperator("In")
        .withValues(codes(kind))
        .endOnExitCodes()
        .build();
  }

  private static List<Integer> codes(ExitCode.Kind kind) {
    return Arrays.stream(ExitCode.values())
        .filter(code -> code.kind() == kind)
        .map(ExitCode::code)
        .sorted()
        .toList();
  }
}
