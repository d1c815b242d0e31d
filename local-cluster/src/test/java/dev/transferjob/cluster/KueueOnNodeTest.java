package dev.transferjob.cluster;

import static org.awaitility.Awaitility.await;

import dev.transferjob.cluster.junit.WithCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Kueue as a pod, installed by its own chart. */
@WithCluster(node = true, gpus = 1, with = Addon.KUEUE)
class KueueOnNodeTest {
  private static final String PENDING =
      "/apis/visibility.kueue.x-k8s.io/v1beta2/namespaces/seen/localqueues/queue/pendingworkloads";

  @Test
  void showsWhoWaits(KubernetesClient client) {
    // Given
    Queues.create(client, "seen", 0);

    // When
    client.resource(Queues.job("seen", "waiting")).create();

    // Then
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> client.raw(PENDING).contains("\"positionInLocalQueue\":0"));
  }
}
