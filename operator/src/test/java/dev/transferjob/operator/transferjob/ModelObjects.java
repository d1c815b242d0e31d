package dev.transferjob.operator.transferjob;

import dev.transferjob.api.AttemptsStatus;
import dev.transferjob.api.TransferJob;
import dev.transferjob.operator.job.Labels;
import dev.transferjob.operator.transferjob.World.ModelJob;
import dev.transferjob.operator.transferjob.World.ModelPod;
import dev.transferjob.operator.transferjob.World.Stored;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Shows parts of a {@link World} as the API server would. */
final class ModelObjects {
  static final Instant CREATED = Instant.parse("2026-03-01T12:00:00Z");
  private static final String UID = "5f0c1e2a-0000-4000-8000-000000000001";

  private final TransferJob suspended;
  private final TransferJob going;
  private final Map<ModelPod, Pod> pods = new HashMap<>();
  private final Map<ModelJob, Job> jobs = new HashMap<>();

  /**
   * @param spec fields to add, as YAML
   */
  ModelObjects(String spec) {

    suspended = template("suspend: true\n" + spec);
    going = template(spec);
  }

  private static TransferJob template(String spec) {
    var text =
        """
        apiVersion: transferjob.dev/v1alpha1
        kind: TransferJob
        metadata: {name: ants, namespace: team-a, creationTimestamp: "2026-03-01T12:00:00Z"}
        spec:
          task: ImageClassification
          method: FromScratch
          model: {architecture: ResNet18}
          data: {train: {uri: pvc://photos/train}, validation: {uri: pvc://photos/val}}
          output: {uri: pvc://models/ants}
          resources: {limits: {nvidia.com/gpu: 1}}
        """
            + spec.indent(2);
    var template = Serialization.unmarshal(text, TransferJob.class);
    template.getMetadata().setUid(UID);
    return template;
  }

  TransferJob resource(Stored stored) {
    var template = stored.suspend() ? suspended : going;
    var shown = new TransferJob();
    shown.setMetadata(
        template.getMetadata().edit().withGeneration((long) stored.generation()).build());
    shown.setSpec(template.getSpec());
    shown.setStatus(stored.status());
    return shown;
  }

  Job job(ModelJob model) {
    return jobs.computeIfAbsent(model, ModelObjects::shown);
  }

  Pod pod(ModelPod model) {
    return pods.computeIfAbsent(model, ModelObjects::shown);
  }

  static Instant time(int clock) {
    return CREATED.plusSeconds(clock);
  }

  private static Job shown(ModelJob model) {
    var job =
        new JobBuilder()
            .withNewMetadata()
            .withName("ants-5f0c1-" + model.run())
            .withUid("job-" + model.id())
            .withCreationTimestamp(Times.text(time(model.at())))
            .withDeletionTimestamp(model.deleting() ? Times.text(CREATED) : null)
            .addToLabels(Labels.RUN, Integer.toString(model.run()))
            .addToAnnotations("transferjob.dev/attempts-before", before(model.before()))
            .endMetadata()
            .withNewSpec()
            .withSuspend(model.held())
            .endSpec()
            .withNewStatus()
            .withFailed(model.failed())
            .endStatus();
    return model.end() == null
        ? job.build()
        : job.editStatus()
            .addNewCondition()
            .withType(model.end())
            .withStatus("True")
            .withReason(model.cause())
            .withMessage("why")
            .endCondition()
            .endStatus()
            .build();
  }

  private static String before(AttemptsStatus before) {
    return "{\"total\":%d,\"failures\":%d,\"preemptions\":%d}"
        .formatted(before.total(), before.failures(), before.preemptions());
  }

  private static Pod shown(ModelPod model) {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("ants-5f0c1-" + model.run() + "-0-" + model.id())
            .withUid("pod-" + model.id())
            .withCreationTimestamp(Times.text(time(model.at())))
            .withDeletionTimestamp(model.deleting() ? Times.text(CREATED) : null)
            .addToLabels(Labels.UID, UID)
            .addToLabels(Labels.RUN, Integer.toString(model.run()))
            .addNewOwnerReference()
            .withUid("job-" + model.job())
            .endOwnerReference()
            .endMetadata()
            .withNewSpec()
            .withNodeName("node")
            .addNewContainer()
            .withImage("trainer")
            .endContainer()
            .endSpec()
            .withNewStatus()
            .withPhase(phase(model))
            .withContainerStatuses(
                new ContainerStatusBuilder().withImageID("").withState(state(model)).build())
            .endStatus();
    return model.disrupted()
        ? pod.editStatus()
            .addNewCondition()
            .withType("DisruptionTarget")
            .withStatus("True")
            .withReason("PreemptionByScheduler")
            .endCondition()
            .endStatus()
            .build()
        : pod.build();
  }

  private static String phase(ModelPod model) {
    if (model.isLive()) {
      return model.started() < 0 ? "Pending" : "Running";
    }
    return model.code() == 0 ? "Succeeded" : "Failed";
  }

  private static ContainerState state(ModelPod model) {
    var state = new ContainerStateBuilder();
    if (model.started() < 0) {
      return state.withNewWaiting().withReason("ContainerCreating").endWaiting().build();
    }
    var started = Times.text(time(model.started()));
    return model.isLive()
        ? state.withNewRunning().withStartedAt(started).endRunning().build()
        : state
            .withNewTerminated()
            .withExitCode(model.code())
            .withStartedAt(started)
            .withFinishedAt(Times.text(time(model.ended())))
            .endTerminated()
            .build();
  }
}
