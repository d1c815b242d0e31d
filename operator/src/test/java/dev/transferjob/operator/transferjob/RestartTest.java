package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.AttemptsStatus;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJob;
import dev.transferjob.cluster.junit.WithCluster;
import dev.transferjob.operator.job.TrainerJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens while the operator is away must be told when it is back, and nothing twice. */
@WithCluster
class RestartTest {
  private static final String DONE =
      """
      {"attempt": 2, "reason": "Complete", "message": "",
       "result": {"uri": "pvc://models/ants-and-bees", "classes": 2, "samples": 153}}""";

  private KubernetesClient admin;
  private TestWorld world;

  @BeforeEach
  void install(KubernetesClient client) {
    admin = client;
    world = new TestWorld(client).install();
  }

  @Test
  void endThatCameMeanwhileIsRead() {
    // Given
    TransferJob resource;
    Kubelet kubelet;
    try (var _ = new RunningOperator(world.operatorConfig(), new Calls())) {
      resource = world.create(world.namespace("restart"));
      kubelet = new Kubelet(admin, "restart");
      kubelet.run(kubelet.livePod());
      world.awaitReason(resource, ConditionType.Running, Reason.Training);
    }
    kubelet.end(kubelet.livePod(), 1, "Error", "boom");
    kubelet.end(kubelet.run(kubelet.livePod()), 0, "Completed", DONE);

    // When
    try (var _ = new RunningOperator(world.operatorConfig(), new Calls())) {
      var status = world.awaitReason(resource, ConditionType.Complete, Reason.Completed);

      // Then
      assertThat(status.result().samples()).isEqualTo(153);
      assertThat(status.attempts()).isEqualTo(new AttemptsStatus(2, 1, 0));
      assertThat(admin.batch().v1().jobs().inNamespace("restart").list().getItems()).hasSize(1);
    }
  }

  @Test
  void jobOfAnotherOwnerIsLeftAlone() {
    // Given
    var resource = world.create(world.namespace("taken"));
    var foreign = admin.resource(foreignJob(TrainerJob.name(resource, 1))).create();

    // When
    try (var _ = new RunningOperator(world.operatorConfig(), new Calls())) {
      var status = world.awaitReason(resource, ConditionType.Running, Reason.NameTaken);

      // Then
      assertThat(status.run()).isNull();
      assertThat(admin.resource(foreign).get().getMetadata().getGeneration()).isEqualTo(1);
      admin.resource(foreign).delete();
      world.awaitReason(resource, ConditionType.Running, Reason.PodPending);
    }
  }

  private static Job foreignJob(String name) {
    return TestWorld.otherJob(name)
        .editMetadata()
        .withNamespace("taken")
        .endMetadata()
        .editSpec()
        .withSuspend(true)
        .endSpec()
        .build();
  }
}
