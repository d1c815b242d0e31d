package dev.transferjob.bench;

import dev.transferjob.api.TransferJob;
import dev.transferjob.images.Workspace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The quick start's job on the local node: from the start of the trainer to its first step. */
final class FirstStepBenchmark implements Benchmark {
  private static final int RUNS = 5;
  private static final String NAMESPACE = "default";
  private static final Pattern LINE = Pattern.compile("First training step ([0-9.]+) s after");

  @Override
  public String name() {
    return "first-step";
  }

  @Override
  public List<Figure> run() throws Exception {
    double[] seconds = new double[RUNS];
    try (var scratch = new Scratch("first-step");
        var cluster = BenchCluster.start();
        var client = cluster.client()) {
      Path samples = Workspace.find().root().resolve("samples");
      cluster.claim(NAMESPACE, "samples", samples.resolve("glyphs"), "ReadOnlyMany");
      cluster.claim(NAMESPACE, "models", scratch.path(), "ReadWriteOnce");
      for (int run = 0; run < RUNS; run++) {
        seconds[run] = measure(client, Files.readString(samples.resolve("quickstart.yaml")), run);
      }
    }
    return List.of(
        Figure.of(
            "trainer-first-step",
            new Samples(seconds).median(),
            "s",
            "<= 3 s",
            "container start to the first training step, median of " + RUNS));
  }

  private static double measure(KubernetesClient client, String manifest, int run) {
    var name = "glyphs-" + run;
    var own = manifest.replace("pvc://models/glyphs", "pvc://models/" + name);
    var job = client.getKubernetesSerialization().unmarshal(own, TransferJob.class);
    job.getMetadata().setName(name);
    var resource = client.resources(TransferJob.class).inNamespace(NAMESPACE).resource(job);
    resource.create();
    resource.waitUntilCondition(
        it -> it.getStatus() != null && it.getStatus().isFinished(), 5, TimeUnit.MINUTES);
    var pod =
        client.pods().inNamespace(NAMESPACE).list().getItems().stream()
            .filter(it -> it.getMetadata().getName().startsWith(name + "-"))
            .findFirst()
            .orElseThrow();
    var line = LINE.matcher(client.pods().resource(pod).getLog());
    if (!line.find()) {
      throw new IllegalStateException("the log of " + name + " tells no first step");
    }
    resource.delete();
    return Double.parseDouble(line.group(1));
  }
}
