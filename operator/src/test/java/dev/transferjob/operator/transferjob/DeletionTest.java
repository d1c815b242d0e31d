package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJob;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeletionTest extends WithOperator {
  @ParameterizedTest
  @EnumSource(names = {"BACKGROUND", "FOREGROUND"})
  void childrenGoWithTheJob(DeletionPropagation propagation) {
    // Given
    var namespace = world.namespace("delete-" + propagation.name().toLowerCase(Locale.ROOT));
    var resource = world.create(namespace);
    var kubelet = kubelet(resource);
    kubelet.run(kubelet.livePod());
    world.awaitReason(resource, ConditionType.Running, Reason.Training);

    // When
    world.stored(resource).withPropagationPolicy(propagation).delete();

    // Then
    world.awaitNoJob(resource);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> admin.pods().inNamespace(namespace).list().getItems().isEmpty());
    assertThat(world.stored(resource).get()).isNull();
  }

  @Test
  void orphanIsNotAdoptedAndItsPodIsWaitedFor() {
    // Given
    var resource = world.create(world.namespace("orphan"));
    var kubelet = kubelet(resource);
    var old = kubelet.run(kubelet.livePod());
    world.awaitReason(resource, ConditionType.Running, Reason.Training);
    world.stored(resource).withPropagationPolicy(DeletionPropagation.ORPHAN).delete();
    await().atMost(Duration.ofMinutes(1)).until(() -> world.stored(resource).get() == null);

    // When
    var again = world.create("orphan");

    // Then
    var waiting = world.awaitReason(again, ConditionType.Running, Reason.PredecessorRunning);
    assertThat(waiting.run()).isNull();
    assertThat(waiting.condition(ConditionType.Running).orElseThrow().message())
        .contains(old.getMetadata().getName());
    kubelet.end(old, 0, "Completed", null);
    world.awaitReason(again, ConditionType.Running, Reason.PodPending);
    assertThat(world.jobs(again)).hasSize(2);
    assertThat(world.stored(again).get().getStatus().attempts().total()).isZero();
  }

  @Test
  void jobThatIsDeletedAfterSuccessIsNotTrainedAgain() throws InterruptedException {
    // Given
    var resource = world.create(world.namespace("deleted-after-success"));
    var kubelet = kubelet(resource);
    kubelet.end(kubelet.run(kubelet.livePod()), 0, "Completed", null);
    var status = world.awaitReason(resource, ConditionType.Complete, Reason.Completed);

    // When
    admin.resource(world.jobs(resource).getFirst()).delete();

    // Then
    world.awaitNoJob(resource);
    Thread.sleep(3000);
    assertThat(world.jobs(resource)).isEmpty();
    assertThat(world.stored(resource).get().getStatus()).isEqualTo(status);
  }

  @Test
  void jobOfAnotherManagerIsLeftAlone() throws InterruptedException {
    // Given
    var namespace = world.namespace("managed");
    TransferJob resource = world.create(namespace, "managedBy: kueue.x-k8s.io/multikueue");

    // When
    Thread.sleep(2000);

    // Then
    assertThat(world.jobs(resource)).isEmpty();
    assertThat(world.stored(resource).get().getStatus()).isNull();
  }
}
