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

/** The operator's pod on the local node: from the start of its JVM to ready, and its memory. */
final class OperatorBenchmark implements Benchmark {
  private static final int RUNS = 5;
  private static final Duration IDLE = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(20);

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
        var ready = awaitReady(pod);
        start[run] = (ready.toEpochMilli() - jvmStart(pod)) / 1000;
        Thread.sleep(IDLE);
        memory[run] = PodProcess.of(pod).residentMegabytes();
      }
    }
    return List.of(
        Figure.of(
            "operator-start",
            new Samples(start).median(),
            "s",
            "<= 1.5 s",
            "start of the JVM to ready, with the AOT cache, median of " + RUNS),
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

  private Instant awaitReady(Pod pod) throws InterruptedException {
    var limit = Instant.now().plusSeconds(60);
    while (Instant.now().isBefore(limit)) {
      try {
        if (get(pod, "health/ready").statusCode() == 200) {
          return Instant.now();
        }
      } catch (IOException e) {
        // Nobody listens yet.
      }
      Thread.sleep(POLL); // more often would take the operator's own cores
    }
    throw new IllegalStateException("the operator was not ready within 60 s");
  }

  /** In milliseconds since 1970. The container's process is older: it waits for its start. */
  private double jvmStart(Pod pod) throws IOException, InterruptedException {
    return get(pod, "metrics")
            .body()
            .lines()
            .filter(line -> line.startsWith("process_start_time_seconds"))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
            .findFirst()
            .orElseThrow()
        * 1000;
  }

  private HttpResponse<String> get(Pod pod, String path) throws IOException, InterruptedException {
    var address = "http://%s:9000/q/%s".formatted(pod.getStatus().getPodIP(), path);
    var request = HttpRequest.newBuilder(URI.create(address)).timeout(IDLE).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
