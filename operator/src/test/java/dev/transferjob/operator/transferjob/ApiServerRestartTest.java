package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.transferjob.api.AttemptsStatus;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJob;
import dev.transferjob.cluster.LocalCluster;
import dev.transferjob.cluster.junit.WithCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The API server itself is killed and comes back; etcd keeps what it held. */
@WithCluster
class ApiServerRestartTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String NAMESPACE = "api-server-restart";

  @Test
  void everyJobGoesOnWithTheJobThatItHad(LocalCluster cluster, KubernetesClient admin) {
    // Given
    var world = new TestWorld(admin).install();
    world.namespace(NAMESPACE);
    var kubelet = new Kubelet(admin, NAMESPACE);
    try (var operator = RunningOperator.ofNamespace(world.operatorConfig(), NAMESPACE)) {
      assertThat(operator).isNotNull();
      var training = world.create(NAMESPACE, "training", "");
      var trains = kubelet.run(kubelet.podOf("training"));
      world.awaitReason(training, ConditionType.Running, Reason.Training);
      var pending = world.create(NAMESPACE, "pending", "");
      world.awaitReason(pending, ConditionType.Running, Reason.PodPending);
      // What the operator does for this one may fall into the outage.
      var made = world.create(NAMESPACE, "made", "");

      // When
      kill(cluster, admin);

      // Then
      kubelet.end(trains, 0, "Completed", null);
      for (var name : new String[] {"pending", "made"}) {
        kubelet.end(kubelet.run(kubelet.podOf(name)), 0, "Completed", null);
      }
      for (var resource : new TransferJob[] {training, pending, made}) {
        await(resource.getMetadata().getName())
            .atMost(PATIENCE)
            .until(() -> world.stored(resource).get().getStatus().isTrue(ConditionType.Complete));
        var status = world.stored(resource).get().getStatus();
        assertThat(status.attempts()).isEqualTo(new AttemptsStatus(1, 0, 0));
        assertThat(status.run()).isEqualTo(1);
      }
      assertThat(admin.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems()).hasSize(3);
      assertThat(admin.pods().inNamespace(NAMESPACE).list().getItems()).hasSize(3);
    }
  }

  private static void kill(LocalCluster cluster, KubernetesClient admin) {
    var server = cluster.process("kube-apiserver");
    server.destroyForcibly();
    server.onExit().join();
    await("the API server is back")
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(() -> admin.raw("/readyz"), "ok"::equals);
  }
}
