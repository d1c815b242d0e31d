package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.AttemptsStatus;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJob;
import org.junit.jupiter.api.Test;

/** What a GitOps controller does all day. */
class RepeatedApplyTest extends WithOperator {
  @Test
  void applyingTheSameManifestAgainChangesNothing() {
    // Given
    var namespace = world.namespace("applied");
    apply(namespace);
    var resource = world.read("");
    resource.getMetadata().setNamespace(namespace);
    var kubelet = kubelet(resource);
    kubelet.end(kubelet.run(kubelet.livePod()), 0, "Completed", null);
    world.awaitReason(resource, ConditionType.Complete, Reason.Completed);
    var before = world.stored(resource).get();

    // When
    applyAgain(namespace);

    // Then
    var after = world.stored(resource).get();
    assertThat(after.getMetadata().getGeneration()).isEqualTo(1);
    assertThat(after.getMetadata().getResourceVersion())
        .isEqualTo(before.getMetadata().getResourceVersion());
    assertThat(world.jobs(resource)).hasSize(1);
  }

  @Test
  void neitherWhileItTrains() {
    // Given
    var namespace = world.namespace("applied-while-it-trains");
    var resource = apply(namespace);
    var kubelet = kubelet(resource);
    var pod = kubelet.run(kubelet.livePod());
    world.awaitReason(resource, ConditionType.Running, Reason.Training);
    var before = world.stored(resource).get();
    var job = world.jobs(resource).getFirst();

    // When
    applyAgain(namespace);

    // Then
    var after = world.stored(resource).get();
    assertThat(after.getMetadata().getGeneration()).isEqualTo(1);
    assertThat(after.getMetadata().getResourceVersion())
        .isEqualTo(before.getMetadata().getResourceVersion());
    assertThat(world.jobs(resource))
        .extracting(it -> it.getMetadata().getUid() + " " + it.getMetadata().getGeneration())
        .containsExactly(job.getMetadata().getUid() + " " + job.getMetadata().getGeneration());
    assertThat(admin.pods().inNamespace(namespace).list().getItems())
        .extracting(it -> it.getMetadata().getUid() + " " + it.getMetadata().getResourceVersion())
        .containsExactly(pod.getMetadata().getUid() + " " + pod.getMetadata().getResourceVersion());
    kubelet.end(pod, 0, "Completed", null);
    var status = world.awaitReason(resource, ConditionType.Complete, Reason.Completed);
    assertThat(status.attempts()).isEqualTo(new AttemptsStatus(1, 0, 0));
  }

  private void applyAgain(String namespace) {
    for (int i = 0; i < 100; i++) {
      apply(namespace);
    }
  }

  private TransferJob apply(String namespace) {
    return admin.resource(world.read("")).inNamespace(namespace).serverSideApply();
  }
}
