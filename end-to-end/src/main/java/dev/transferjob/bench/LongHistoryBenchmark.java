package dev.transferjob.bench;

import dev.transferjob.api.TransferJob;
import dev.transferjob.bench.Burst.Sightings;
import dev.transferjob.cluster.FakeNodes;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The operator of a cluster with a long history: ten thousand finished jobs and a thousand running
 * ones. Its memory, what it writes while nothing happens, and how soon a new one knows its way.
 */
final class LongHistoryBenchmark implements Benchmark {
  private static final int FINISHED = 10_000;
  private static final int RUNNING = 1000;
  private static final int AT_ONCE = 500;
  private static final String NAMESPACE = "history";
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration SETTLE = Duration.ofSeconds(30);
  private static final Duration IDLE = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "jobs-10000";
  }

  @Override
  public List<Figure> run() throws Exception {
    try (var load = LoadCluster.start()) {
      load.namespace(NAMESPACE);
      for (int done = 0; done < FINISHED; done += AT_ONCE) {
        create(load, "done", done, FakeNodes.ENDS, job -> job.getStatus().isFinished());
      }
      for (int going = 0; going < RUNNING; going += AT_ONCE) {
        create(load, "going", going, FakeNodes.STAYS, LongHistoryBenchmark::trains);
      }
      Thread.sleep(SETTLE);
      var before = load.writes();
      Thread.sleep(IDLE);
      var idle = load.writes().since(before);
      double grown = PodProcess.of(operator(load)).residentMegabytes();
      double seconds = restart(load);
      Thread.sleep(SETTLE);
      double fresh = PodProcess.of(operator(load)).residentMegabytes();
      var among = "with %,d finished jobs and %,d running ones".formatted(FINISHED, RUNNING);
      return List.of(
          Figure.of("jobs-10000-memory", grown, "MB", "<= 256 MB", "resident, " + among),
          Figure.of(
              "jobs-10000-memory-restarted", fresh, "MB", "<= 256 MB", "the same, a new operator"),
          Figure.of(
              "jobs-10000-restart",
              seconds,
              "s",
              "<= 10 s",
              "from the deletion of the operator's pod, until a job that ended meanwhile is told"
                  + " to be complete and a new one has its Job"),
          Figure.of(
              "jobs-10000-idle-writes",
              (double) idle.all(),
              "",
              "0",
              "statuses, Events and Jobs in %d s".formatted(IDLE.toSeconds())));
    }
  }

  private static boolean trains(TransferJob job) {
    return "Running".equals(job.getStatus().phase().name());
  }

  private static void create(
      LoadCluster load, String name, int from, String kind, Predicate<TransferJob> until)
      throws Exception {
    var jobs =
        IntStream.range(from, from + AT_ONCE)
            .mapToObj(i -> load.job(NAMESPACE, name + "-" + i, kind))
            .toList();
    try (var reached =
        Sightings.of(
            load.client(),
            TransferJob.class,
            NAMESPACE,
            job ->
                job.getMetadata().getName().startsWith(name + "-")
                    && number(job) >= from
                    && job.getStatus() != null
                    && until.test(job),
            job -> job.getMetadata().getName(),
            AT_ONCE)) {
      Burst.create(load.client(), jobs);
      reached.await(PATIENCE);
    }
  }

  private static int number(TransferJob job) {
    var name = job.getMetadata().getName();
    return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
  }

  /** Seconds from the deletion of the operator's pod until another one has done what was due. */
  private static double restart(LoadCluster load) throws Exception {
    var old = operator(load);
    try (var complete =
            Sightings.of(
                load.client(),
                TransferJob.class,
                NAMESPACE,
                job ->
                    job.getMetadata().getName().equals("going-0") && job.getStatus().isFinished(),
                job -> job.getMetadata().getName(),
                1);
        var created =
            Sightings.of(
                load.client(),
                Job.class,
                NAMESPACE,
                job -> job.getMetadata().getName().startsWith("new-"),
                job -> job.getMetadata().getName(),
                1)) {
      long start = System.nanoTime();
      var pod = load.client().resource(old);
      pod.delete();
      pod.waitUntilCondition(it -> it == null, 60, TimeUnit.SECONDS);
      load.succeed(NAMESPACE, "going-0");
      load.client().resource(load.job(NAMESPACE, "new", FakeNodes.STAYS)).create();
      complete.await(PATIENCE);
      created.await(PATIENCE);
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private static Pod operator(LoadCluster load) {
    var pods = load.client().pods().inNamespace(BenchCluster.NAMESPACE);
    return pods.list().getItems().stream()
        .filter(pod -> !pod.isMarkedForDeletion())
        .findFirst()
        .orElseThrow();
  }
}
