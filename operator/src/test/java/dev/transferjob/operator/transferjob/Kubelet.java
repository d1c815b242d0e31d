package dev.transferjob.operator.transferjob;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** Says through the API what a kubelet would say; the pods themselves never run. */
public final class Kubelet {
  private static final String NODE = "made-up";
  private static final Duration BACKOFF = Duration.ofSeconds(40);

  private final KubernetesClient client;
  private final String namespace;

  public Kubelet(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** The pod that has not ended; the Job controller may wait 10 s or 20 s before it makes one. */
  Pod livePod() {
    return await()
        .atMost(BACKOFF)
        .until(
            () ->
                client.pods().inNamespace(namespace).list().getItems().stream()
                    .filter(pod -> !Pods.ended(pod))
                    .findFirst()
                    .orElse(null),
            Objects::nonNull);
  }

  /** As the scheduler does; a pod with a node gets time to end when it is deleted. */
  public Pod bind(Pod pod) {
    if (client.nodes().withName(NODE).get() == null) {
      client
          .resource(new NodeBuilder().withNewMetadata().withName(NODE).endMetadata().build())
          .create();
    }
    var binding =
        new BindingBuilder()
            .withNewMetadata()
            .withName(pod.getMetadata().getName())
            .endMetadata()
            .withNewTarget()
            .withKind("Node")
            .withName(NODE)
            .endTarget()
            .build();
    client.bindings().inNamespace(namespace).resource(binding).create();
    return client.resource(pod).get();
  }

  /** A deleted pod is gone once its node says that nothing of it runs. */
  public void remove(Pod pod) {
    client.resource(pod).withGracePeriod(0).delete();
  }

  /** The live pod of one TransferJob. */
  Pod podOf(String name) {
    return await()
        .atMost(BACKOFF)
        .until(
            () ->
                client
                    .pods()
                    .inNamespace(namespace)
                    .withLabel("transferjob.dev/name", name)
                    .list()
                    .getItems()
                    .stream()
                    .filter(pod -> !Pods.ended(pod))
                    .findFirst()
                    .orElse(null),
            Objects::nonNull);
  }

  public Pod run(Pod pod) {
    var state = new ContainerStateBuilder().withNewRunning(now()).build();
    return status(new PodBuilder(pod), "Running", state);
  }

  public Pod end(Pod pod, int code, String reason, String message) {
    return end(pod, code, reason, message, Duration.ZERO);
  }

  /** The same, after it ran for so long. */
  Pod end(Pod pod, int code, String reason, String message, Duration ran) {
    var state =
        new ContainerStateBuilder()
            .withNewTerminated()
            .withExitCode(code)
            .withReason(reason)
            .withMessage(message)
            .withStartedAt(Times.text(Instant.now().minus(ran)))
            .withFinishedAt(now())
            .endTerminated()
            .build();
    return status(new PodBuilder(pod), code == 0 ? "Succeeded" : "Failed", state);
  }

  /** As the scheduler does when a pod of higher priority needs the place. */
  public Pod preempt(Pod pod) {
    return condition(
        pod, "DisruptionTarget", "True", "PreemptionByScheduler", "a pod of higher priority");
  }

  Pod unschedulable(Pod pod, String message) {
    return condition(pod, "PodScheduled", "False", "Unschedulable", message);
  }

  private Pod condition(Pod pod, String type, String status, String reason, String message) {
    var condition =
        new PodConditionBuilder()
            .withType(type)
            .withStatus(status)
            .withReason(reason)
            .withMessage(message)
            .withLastTransitionTime(now())
            .build();
    return write(
        new PodBuilder(pod).editOrNewStatus().addToConditions(condition).endStatus().build());
  }

  private Pod status(PodBuilder pod, String phase, ContainerState state) {
    return write(
        pod.editOrNewStatus()
            .withPhase(phase)
            .withContainerStatuses(container(state))
            .endStatus()
            .build());
  }

  private static ContainerStatus container(ContainerState state) {
    return new ContainerStatusBuilder()
        .withName("trainer")
        .withImage("localhost/transferjob/trainer:0.1.0")
        .withImageID("localhost/transferjob/trainer@sha256:0123")
        .withReady(state.getRunning() != null)
        .withRestartCount(0)
        .withState(state)
        .build();
  }

  private Pod write(Pod pod) {
    pod.getMetadata().setResourceVersion(null);
    pod.getMetadata().setManagedFields(null);
    return client.resource(pod).updateStatus();
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
