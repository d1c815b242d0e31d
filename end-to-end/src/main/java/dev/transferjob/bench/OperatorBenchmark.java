package dev.transferjob.bench;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The operator's pod on the local node: from the start of its process to ready, and its memory. */
final class OperatorBenchmark implements Benchmark {
  private static final int RUNS = 5;
  private static final Duration IDLE = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();

  @Override
  public String name() {
    return "operator";
  }

  @Override
  public List<Figure> run() throws Exception {
    double[] start = new double[RUNS];
    double[] memory = new double[RUNS];
    try (var cluster = BenchCluster.start();
        var client = cluster.client()) {
      for (int run = 0; run < RUNS; run++) {
        var pod = replace(client);
        var process = PodProcess.of(pod);
        start[run] = secondsToReady(pod, process);
        Thread.sleep(IDLE);
        memory[run] = process.residentMegabytes();
      }
    }
    return List.of(
        Figure.of(
            "operator-start",
            new Samples(start).median(),
            "s",
            "<= 1.5 s",
            "process start to ready, with the AOT cache, median of " + RUNS),
        Figure.of(
            "operator-memory",
            new Samples(memory).median(),
            "MB",
            "<= 160 MB",
            "resident, idle, median of " + RUNS));
  }

  /** Deletes the operator's pod and waits until its successor's container runs. */
  private static Pod replace(KubernetesClient client) {
    var pods = client.pods().inNamespace(BenchCluster.NAMESPACE);
    var old = pods.list().getItems().getFirst().getMetadata().getName();
    pods.withName(old).withGracePeriod(0).delete();
    pods.withName(old).waitUntilCondition(pod -> pod == null, 60, TimeUnit.SECONDS);
    var successor = pods.list().getItems().getFirst().getMetadata().getName();
    return pods.withName(successor)
        .waitUntilCondition(
            pod -> "Running".equals(pod.getStatus().getPhase()), 60, TimeUnit.SECONDS);
  }

  private double secondsToReady(Pod pod, PodProcess process) throws Exception {
    var address = "http://" + pod.getStatus().getPodIP() + ":9000/q/health/ready";
    var request = HttpRequest.newBuilder(URI.create(address)).timeout(IDLE).build();
    var limit = Instant.now().plusSeconds(60);
    while (Instant.now().isBefore(limit)) {
      try {
        if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return Duration.between(process.start(), Instant.now()).toMillis() / 1000.0;
        }
      } catch (IOException e) {
        // Nobody listens yet.
      }
      Thread.sleep(5);
    }
    throw new IllegalStateException("the operator was not ready within 60 s");
  }
}
