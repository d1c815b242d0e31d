package dev.transferjob.bench;

import dev.transferjob.api.TransferJob;
import dev.transferjob.bench.Burst.Sightings;
import dev.transferjob.cluster.FakeNodes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Many TransferJobs applied at once, with pods that KWOK plays: how soon each has its Job, what is
 * written for it, and how long all take against plain Jobs with the same pods.
 */
final class ManyJobsBenchmark implements Benchmark {
  private static final int WARM_UP = 100;
  private static final int FEW = 200;
  private static final int MANY = 1000;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Override
  public String name() {
    return "jobs-1000";
  }

  private record Outcome(
      Samples milliseconds, double perSecond, double seconds, ApiWrites writes) {}

  @Override
  public List<Figure> run() throws Exception {
    try (var load = LoadCluster.start()) {
      transferJobs(load, "warm-up", WARM_UP);
      var plainFew = plainJobs(load, "plain-few", FEW);
      var few = transferJobs(load, "few", FEW);
      var before = plainJobs(load, "plain-before", MANY);
      var many = transferJobs(load, "many", MANY);
      var after = plainJobs(load, "plain-after", MANY);
      return List.of(
          latency(few, plainFew, "jobs-200-created-p50", 50, "-", FEW),
          latency(few, plainFew, "jobs-200-created-p99", 99, "<= 500 ms", FEW),
          latency(many, after, "jobs-1000-created-p50", 50, "-", MANY),
          latency(many, after, "jobs-1000-created-p99", 99, "-", MANY),
          Figure.against(
              "plain Jobs",
              "jobs-1000-creations",
              many.perSecond(),
              "Jobs/s",
              many.perSecond() / mean(before.perSecond(), after.perSecond()),
              ">= 100/s",
              "from the first TransferJob applied to the last Job created; plain Jobs %.0f/s before and %.0f/s after"
                  .formatted(before.perSecond(), after.perSecond())),
          Figure.of(
              "jobs-1000-status-writes",
              (double) many.writes().statuses() / MANY,
              "a job",
              "<= 4",
              "and %.3f Jobs created, %.2f Events, as the API server counts"
                  .formatted(
                      (double) many.writes().jobsCreated() / MANY,
                      (double) many.writes().events() / MANY)),
          Figure.against(
              "plain Jobs",
              "jobs-1000-all-complete",
              many.seconds(),
              "s",
              many.seconds() / mean(before.seconds(), after.seconds()),
              "<= 1.15x",
              "a ratio above 1 is slower; plain Jobs took %.1f s before and %.1f s after"
                  .formatted(before.seconds(), after.seconds())));
    }
  }

  private static double mean(double one, double other) {
    return (one + other) / 2;
  }

  private static Figure latency(
      Outcome of, Outcome plain, String name, int percentile, String goal, int jobs) {
    double ours = of.milliseconds().percentile(percentile);
    double theirs = plain.milliseconds().percentile(percentile);
    return Figure.against(
        "plain Jobs",
        name,
        ours,
        "ms",
        ours / theirs,
        goal,
        "%d applied at once, from the request to its Job as a watching client sees it; plain Jobs %.0f ms"
            .formatted(jobs, theirs));
  }

  private static Outcome transferJobs(LoadCluster load, String namespace, int count)
      throws Exception {
    load.namespace(namespace);
    var jobs =
        IntStream.range(0, count)
            .mapToObj(i -> load.job(namespace, "job-" + i, FakeNodes.ENDS))
            .toList();
    return outcome(
        load,
        jobs,
        ManyJobsBenchmark::owner,
        Sightings.of(
            load.client(),
            TransferJob.class,
            namespace,
            job -> job.getStatus() != null && job.getStatus().isFinished(),
            ManyJobsBenchmark::name,
            count));
  }

  /** What the cluster itself can do: the same pods without a TransferJob. */
  private static Outcome plainJobs(LoadCluster load, String namespace, int count) throws Exception {
    load.namespace(namespace);
    var like =
        load.client().batch().v1().jobs().inNamespace("warm-up").list().getItems().getFirst();
    var jobs =
        IntStream.range(0, count)
            .mapToObj(i -> LoadCluster.bare(like, namespace, "plain-" + i))
            .toList();
    return outcome(
        load,
        jobs,
        ManyJobsBenchmark::name,
        Sightings.of(
            load.client(),
            Job.class,
            namespace,
            ManyJobsBenchmark::isComplete,
            ManyJobsBenchmark::name,
            count));
  }

  /**
   * Applies them all at once.
   *
   * @param applied what a Job was applied as, by name
   * @param complete when each ends; closed in the end
   */
  private static Outcome outcome(
      LoadCluster load,
      List<? extends HasMetadata> jobs,
      Function<Job, String> applied,
      Sightings<?> complete)
      throws Exception {
    int count = jobs.size();
    var namespace = jobs.getFirst().getMetadata().getNamespace();
    var writes = load.writes();
    try (complete;
        var created =
            Sightings.of(load.client(), Job.class, namespace, _ -> true, applied, count)) {
      var starts = Burst.create(load.client(), jobs);
      var seen = created.await(PATIENCE);
      var ends = complete.await(PATIENCE);
      var milliseconds =
          starts.entrySet().stream()
              .mapToDouble(job -> (seen.get(job.getKey()) - job.getValue()) / 1e6)
              .toArray();
      return new Outcome(
          new Samples(milliseconds),
          count / seconds(starts, seen),
          seconds(starts, ends),
          load.writes().since(writes));
    }
  }

  private static double seconds(Map<String, Long> starts, Map<String, Long> ends) {
    return (Collections.max(ends.values()) - Collections.min(starts.values())) / 1e9;
  }

  private static boolean isComplete(Job job) {
    return job.getStatus() != null
        && job.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Complete") && c.getStatus().equals("True"));
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }

  private static String owner(Job job) {
    return job.getMetadata().getOwnerReferences().getFirst().getName();
  }
}
