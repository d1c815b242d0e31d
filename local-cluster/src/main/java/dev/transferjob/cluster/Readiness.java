package dev.transferjob.cluster;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.function.Predicate;

/** Waits for the parts of a starting cluster. */
final class Readiness {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Cluster cluster;

  Readiness(Cluster cluster) {
    this.cluster = cluster;
  }

  void awaitApiServer() {
    await("kube-apiserver", client -> "ok".equals(client.raw("/readyz")));
  }

  /** Pods can be made only once their namespace has a service account, which a controller makes. */
  void awaitControllers() {
    await(
        "kube-controller-manager",
        client ->
            client.serviceAccounts().inNamespace("default").withName("default").get() != null);
  }

  void awaitNode() {
    await(
        "kubelet",
        client -> isReady(client.nodes().withName(dev.transferjob.cluster.Node.NAME).get()));
  }

  private static boolean isReady(Node node) {
    return node != null
        && node.getStatus().getConditions().stream()
            .anyMatch(it -> it.getType().equals("Ready") && it.getStatus().equals("True"));
  }

  private void await(String part, Predicate<KubernetesClient> condition) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    try (var client = impatientClient()) {
      while (!holds(condition, client)) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException(
              "%s was not ready after %d s; its last lines:%n%s"
                  .formatted(part, PATIENCE.toSeconds(), cluster.log(part, 20)));
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for " + part, e);
    }
  }

  private static boolean holds(Predicate<KubernetesClient> condition, KubernetesClient client) {
    try {
      return condition.test(client);
    } catch (KubernetesClientException e) {
      // Not listening yet, or not allowing anybody in yet.
      return false;
    }
  }

  private KubernetesClient impatientClient() {
    var config = new ConfigBuilder(Config.fromKubeconfig(cluster.kubeconfig().toFile()));
    return new KubernetesClientBuilder()
        .withConfig(config.withRequestRetryBackoffLimit(0).build())
        .build();
  }
}
