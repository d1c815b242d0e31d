package dev.transferjob.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import dev.transferjob.cluster.junit.WithCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithCluster(node = true, gpus = 1)
class NodeTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @BeforeAll
  static void importImage(LocalCluster cluster, KubernetesClient client, @TempDir Path folder) {
    Probe.importImage(cluster, folder);
    client.namespaces().resource(Probe.namespace()).create();
  }

  @Test
  void runsRestrictedPodThatAsksForGpu(KubernetesClient client) {
    // Given
    var pod = Probe.pod("gpu", Map.of("nvidia.com/gpu", "1"), "print", "hello");

    // When
    var ended = runToEnd(client, pod);

    // Then
    assertThat(ended.getStatus().getPhase()).isEqualTo("Succeeded");
    assertThat(client.pods().resource(pod).getLog()).isEqualTo("hello\n");
  }

  @Test
  void podsAndThisMachineReachServices(KubernetesClient client) throws Exception {
    // Given
    client.resource(Probe.pod("greeter", Map.of(), "serve", "good day")).create();
    var service = client.resource(service("greeter")).create();
    var address = URI.create("http://" + service.getSpec().getClusterIP());
    await().atMost(PATIENCE).ignoreExceptions().until(() -> get(address).equals("good day"));
    var asking = Probe.pod("asking", Map.of(), "ask", "http://greeter." + Probe.NAMESPACE + ".svc");

    // When
    var ended = runToEnd(client, asking);

    // Then
    var log = client.pods().resource(asking).getLog();
    assertThat(ended.getStatus().getPhase()).as(log).isEqualTo("Succeeded");
    assertThat(log).isEqualTo("good day");
  }

  @Test
  void podWritesIntoFolderOfThisMachine(
      LocalCluster cluster, KubernetesClient client, @TempDir Path folder) throws IOException {
    // Given
    cluster.claim(Probe.NAMESPACE, "output", folder, "ReadWriteOnce");
    var writing = Probe.pod("writing", Map.of(), "write", "/mnt/output/result", "done");

    // When
    var ended = runToEnd(client, Probe.withClaim(writing, "output"));

    // Then
    var log = client.pods().resource(writing).getLog();
    assertThat(ended.getStatus().getPhase()).as(log).isEqualTo("Succeeded");
    var result = folder.resolve("result");
    assertThat(result).hasContent("done");
    assertThat(Files.getAttribute(result, "unix:uid")).isEqualTo(65532);
    assertThat(Files.getAttribute(result, "unix:gid")).isEqualTo(65532);
  }

  /** On version 1 as cpu.shares, on version 2 as cpu.weight on its own scale. */
  @Test
  void allPodsTogetherWeighAsMuchAsTheirNodesCores(LocalCluster cluster) throws IOException {
    // Given
    var name = Cgroups.of(cluster.folder().name()).root().substring(1);
    var version1 = Path.of("/sys/fs/cgroup/cpu", name, "cpu.shares");
    var version2 = Path.of("/sys/fs/cgroup", name, "cpu.weight");

    // When
    var weight = Files.readString(Files.exists(version1) ? version1 : version2).strip();

    // Then
    long cores = Runtime.getRuntime().availableProcessors();
    double expected = Files.exists(version1) ? 1024 * cores : 39.06 * cores;
    assertThat(Double.parseDouble(weight)).isCloseTo(expected, withinPercentage(3));
  }

  @Test
  void memoryLimitEndsContainer(KubernetesClient client) {
    // Given
    var pod = Probe.pod("eating", Map.of("memory", "64Mi"), "eat");

    // When
    var ended = runToEnd(client, pod);

    // Then
    var state = ended.getStatus().getContainerStatuses().getFirst().getState().getTerminated();
    assertThat(state.getExitCode()).isEqualTo(137);
    assertThat(state.getReason()).isEqualTo("OOMKilled");
  }

  @Test
  void secondClusterWithNodeLivesBesideIt(KubernetesClient client, @TempDir Path folder) {
    // Given
    var pod = Probe.pod("same-name", Map.of(), "print", "second");
    try (var second = LocalCluster.start(Options.withNode());
        var secondClient = second.client()) {
      Probe.importImage(second, folder);
      secondClient.namespaces().resource(Probe.namespace()).create();

      // When
      runToEnd(secondClient, pod);

      // Then
      assertThat(secondClient.pods().resource(pod).getLog()).isEqualTo("second\n");
      assertThat(client.pods().resource(pod).get()).isNull();
      assertThat(client.getMasterUrl()).isNotEqualTo(secondClient.getMasterUrl());
    }
  }

  private static Pod runToEnd(KubernetesClient client, Pod pod) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                client.serviceAccounts().inNamespace(Probe.NAMESPACE).withName("default").get()
                    != null);
    client.resource(pod).create();
    return client
        .pods()
        .resource(pod)
        .waitUntilCondition(
            it -> it != null && it.getStatus().getPhase().matches("Succeeded|Failed"),
            PATIENCE.toSeconds(),
            TimeUnit.SECONDS);
  }

  private static Service service(String name) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withNamespace(Probe.NAMESPACE)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .addToSelector("app", name)
        .addNewPort()
        .withPort(80)
        .withNewTargetPort(8080)
        .endPort()
        .endSpec()
        .build();
  }

  private static String get(URI address) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(2)).build();
      return http.send(request, BodyHandlers.ofString()).body();
    }
  }
}
