package dev.transferjob.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.transferjob.cluster.junit.WithCluster;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The real Kueue, as a process beside a control plane. */
@WithCluster(with = Addon.KUEUE)
class KueueTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void letsJobsInAsLongAsThereIsQuota(KubernetesClient client) {
    // Given
    Queues.create(client, "quota", 1);

    // When
    var first = client.resource(Queues.job("quota", "first")).create();
    await().atMost(PATIENCE).until(() -> !suspended(client, first));
    var second = client.resource(Queues.job("quota", "second")).create();

    // Then
    await().atMost(PATIENCE).until(() -> Queues.waitingReason(client, second).isPresent());
    assertThat(suspended(client, second)).isTrue();
  }

  private static boolean suspended(KubernetesClient client, Job job) {
    return client.resource(job).get().getSpec().getSuspend();
  }
}
