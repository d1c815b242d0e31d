package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

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
    for (int i = 0; i < 100; i++) {
      apply(namespace);
    }

    // Then
    var after = world.stored(resource).get();
    assertThat(after.getMetadata().getGeneration()).isEqualTo(1);
    assertThat(after.getMetadata().getResourceVersion())
        .isEqualTo(before.getMetadata().getResourceVersion());
    assertThat(world.jobs(resource)).hasSize(1);
  }

  private TransferJob apply(String namespace) {
    return admin.resource(world.read("")).inNamespace(namespace).serverSideApply();
  }
}
