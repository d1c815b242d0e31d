package dev.transferjob.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.function.Predicate;

/** Waits for the parts of a starting cluster. */
final class Readiness implements Running {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Cluster cluster;
  private final KubernetesClient client;

  Readiness(Cluster cluster) {
    this.cluster = cluster;
    this.client = impatientClient(cluster);
  }

  void awaitApiServer() {
    await("kube-apiserver", it -> "ok".equals(it.raw("/readyz")));
  }

  /** Pods can be made only once their namespace has a service account, which a controller makes. */
  void awaitControllers() {
    await(
        "kube-controller-manager",
        it -> it.serviceAccounts().inNamespace("default").withName("default").get() != null);
  }

  void awaitNode() {
    await("kubelet", it -> isReady(it.nodes().withName(Node.NAME).get()));
  }

  static boolean isReady(io.fabric8.kubernetes.api.model.Node node) {
    return node != null
        && node.getStatus() != null
        && node.getStatus().getConditions().stream()
            .anyMatch(it -> it.getType().equals("Ready") && it.getStatus().equals("True"));
  }

  private void await(String part, Predicate<KubernetesClient> condition) {
    Waiting.until(
        PATIENCE,
        () -> holds(condition),
        () -> part + " is not ready; its last lines:\n" + cluster.log(part, 20));
  }

  private boolean holds(Predicate<KubernetesClient> condition) {
    try {
      return condition.test(client);
    } catch (KubernetesClientException e) {
      // Not listening yet, or not allowing anybody in yet.
      return false;
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private static KubernetesClient impatientClient(Cluster cluster) {
    var config = new ConfigBuilder(Config.fromKubeconfig(cluster.kubeconfig().toFile()));
    return new KubernetesClientBuilder()
        .withConfig(config.withRequestRetryBackoffLimit(0).build())
        .build();
  }
}
