package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJob;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** People are told of every transition, once, in order, and of nothing else. */
class EventsTest extends WithOperator {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void normalRun() {
    // Given
    var resource = pending("events-normal");
    var pod = training(resource);

    // When
    kubelet(resource).end(pod, 0, "Completed", null);

    // Then
    world.awaitReason(resource, ConditionType.Complete, Reason.Completed);
    assertTold(resource, "Normal PodPending", "Normal Training", "Normal Completed");
  }

  @Test
  void failureAndRetry() {
    // Given
    var resource = pending("events-retry");
    kubelet(resource).end(training(resource), 70, "Error", null);
    world.awaitReason(resource, ConditionType.Running, Reason.Hung);

    // When
    kubelet(resource).livePod();
    world.awaitReason(resource, ConditionType.Running, Reason.PodPending);
    kubelet(resource).end(training(resource), 0, "Completed", null);

    // Then
    world.awaitReason(resource, ConditionType.Complete, Reason.Completed);
    assertTold(
        resource,
        "Normal PodPending",
        "Normal Training",
        "Warning Hung",
        "Normal PodPending",
        "Normal Training",
        "Normal Completed");
  }

  @Test
  void failureWithoutRetry() {
    // Given
    var resource = pending("events-failure");

    // When
    kubelet(resource).end(training(resource), 42, "Error", null);

    // Then
    world.awaitReason(resource, ConditionType.Failed, Reason.DataInvalid);
    assertTold(resource, "Normal PodPending", "Normal Training", "Warning DataInvalid");
  }

  @Test
  void suspendedAndResumed() {
    // Given
    var resource = pending("events-suspend");
    training(resource);

    // When
    world.suspend(resource, true);
    world.awaitReason(resource, ConditionType.Suspended, Reason.Suspended);
    world.suspend(resource, false);
    world.awaitReason(resource, ConditionType.Running, Reason.PodPending);
    training(resource);

    // Then
    assertTold(
        resource,
        "Normal PodPending",
        "Normal Training",
        "Normal Stopping",
        "Normal Suspended",
        "Normal PodPending",
        "Normal Training");
  }

  @Test
  void preempted() {
    // Given
    var resource = pending("events-preempted");
    var kubelet = kubelet(resource);

    // When
    kubelet.end(kubelet.preempt(training(resource)), 143, "Error", null);

    // Then
    world.awaitReason(resource, ConditionType.Running, Reason.Preempted);
    kubelet.livePod();
    world.awaitReason(resource, ConditionType.Running, Reason.PodPending);
    assertTold(
        resource, "Normal PodPending", "Normal Training", "Normal Preempted", "Normal PodPending");
  }

  private TransferJob pending(String namespace) {
    var resource = world.create(world.namespace(namespace));
    world.awaitReason(resource, ConditionType.Running, Reason.PodPending);
    return resource;
  }

  private Pod training(TransferJob resource) {
    var pod = kubelet(resource).run(kubelet(resource).livePod());
    world.awaitReason(resource, ConditionType.Running, Reason.Training);
    return pod;
  }

  /** An Event is written after the status that it tells of. */
  private void assertTold(TransferJob resource, String... told) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(events(resource))
                    .extracting(event -> event.getType() + " " + event.getReason())
                    .containsExactly(told));
  }

  private List<Event> events(TransferJob resource) {
    return admin
        .events()
        .v1()
        .events()
        .inNamespace(resource.getMetadata().getNamespace())
        .list()
        .getItems()
        .stream()
        .filter(event -> resource.getMetadata().getUid().equals(event.getRegarding().getUid()))
        .sorted(Comparator.comparing(event -> event.getEventTime().getTime()))
        .toList();
  }
}
