package dev.transferjob.operator.job;

import dev.transferjob.api.ExitCode;
import dev.transferjob.api.TransferJob;
import dev.transferjob.operator.queue.KueueLabels;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
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

/** The Job of a run, as a function of the resource and the settings. */
public final class TrainerJob {
  private TrainerJob() {}

  /** The same for the same resource and run, so that creating it twice is refused. */
  public static String name(TransferJob resource, int run) {
    var uid = resource.getMetadata().getUid().substring(0, 5);
    return resource.getMetadata().getName() + "-" + uid + "-" + run;
  }

  /**
   * Whether the Job belongs to this very resource, not to one of its name that was there before.
   */
  public static boolean isOf(TransferJob resource, Job job) {
    return job.hasOwnerReferenceFor(resource.getMetadata().getUid());
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
