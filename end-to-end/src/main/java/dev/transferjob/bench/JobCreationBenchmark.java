package dev.transferjob.bench;

import dev.transferjob.api.TransferJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** From a TransferJob's creation to its Job, on the local control plane, one after another. */
final class JobCreationBenchmark implements Benchmark {
  private static final int JOBS = 500;
  private static final String NAMESPACE = "default";

  @Override
  public String name() {
    return "job-creation";
  }

  @Override
  public List<Figure> run() throws Exception {
    try (var cluster = BenchCluster.start();
        var client = cluster.client()) {
      var milliseconds = new Samples(measure(client));
      var note =
          "%d jobs, 20 a second, as a watching client sees it; slowest %.0f ms, by a new operator"
              .formatted(JOBS, milliseconds.percentile(100));
      return List.of(
          Figure.of("job-created-p50", milliseconds.percentile(50), "ms", "<= 50 ms", note),
          Figure.of("job-created-p99", milliseconds.percentile(99), "ms", "<= 150 ms", note));
    }
  }

  private static double[] measure(KubernetesClient client) throws Exception {
    Map<String, Long> seen = new ConcurrentHashMap<>();
    var all = new CountDownLatch(JOBS);
    Map<String, Long> applied = new HashMap<>();
    try (var _ =
        client.batch().v1().jobs().inNamespace(NAMESPACE).watch(new Sightings(seen, all))) {
      for (int i = 0; i < JOBS; i++) {
        applied.put("bench-" + i, System.nanoTime());
        client.load(manifest("bench-" + i)).inNamespace(NAMESPACE).create();
        Thread.sleep(50);
      }
      if (!all.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException(all.getCount() + " of the Jobs were not created");
      }
    }
    return applied.entrySet().stream()
        .mapToDouble(job -> (seen.get(job.getKey()) - job.getValue()) / 1e6)
        .toArray();
  }

  /** Asks for a node that is not there, so that no pod takes the operator's cores. */
  private static ByteArrayInputStream manifest(String name) {
    var yaml =
        """
        apiVersion: transferjob.dev/v1alpha1
        kind: TransferJob
        metadata: {name: %s}
        spec:
          task: ImageClassification
          method: FromScratch
          model: {architecture: CifarResNet8}
          data: {train: {uri: "pvc://none/train"}, validationFraction: "0.2"}
          output: {uri: "pvc://none/out"}
          nodeSelector: {bench: none}
        """
            .formatted(name);
    return new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private record Sightings(Map<String, Long> seen, CountDownLatch all) implements Watcher<Job> {
    @Override
    public void eventReceived(Action action, Job job) {
      if (action == Action.ADDED) {
        var owner = job.getMetadata().getOwnerReferences().getFirst();
        if (owner.getKind().equals(TransferJob.class.getSimpleName())
            && seen.putIfAbsent(owner.getName(), System.nanoTime()) == null) {
          all.countDown();
        }
      }
    }

    @Override
    public void onClose(WatcherException cause) {}
  }
}
