package dev.transferjob.operator.transferjob;

import dev.transferjob.api.Phase;
import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.operator.job.Run;
import dev.transferjob.operator.queue.Kueue;
import dev.transferjob.operator.transferjob.World.ModelJob;
import dev.transferjob.operator.transferjob.World.ModelPod;
import dev.transferjob.operator.transferjob.World.Stored;
import dev.transferjob.operator.transferjob.World.Truth;
import dev.transferjob.operator.transferjob.World.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reconciles a {@link World}: the real decisions, made by what the caches of the model hold. */
record ModelOperator(ModelObjects objects) {

  /**
   * One reconciliation.
   *
   * @param status what it wanted to store; null if nothing
   */
  record Outcome(Plan plan, World acted, World written, TransferJobStatus status) {}

  Outcome reconcile(World world) {
    var resource = objects.resource(world.view().stored());
    var seen = observe(world);
    var now = ModelObjects.time(world.clock());
    var plan = Plan.plan(resource, seen, now);
    var acted = world;
    var after = seen;
    switch (plan) {
      case Plan.Nothing _ -> {
        return new Outcome(plan, world, world, null);
      }
      case Plan.Create _ when !world.view().stored().equals(world.stored()) -> {
        return new Outcome(plan, world, world, null);
      }
      case Plan.Create create -> {
        var held = resource.getSpec().queueName() != null;
        acted = created(world, create.run(), held).with(world.view().noted());
        var existing = jobOf(world, create.run().number());
        if (existing.isEmpty()) {
          return new Outcome(plan, acted, acted, null);
        }
        after = seen.with(objects.job(existing.get()));
      }
      case Plan.Delete delete
          when StatusRules.stored(resource).isFinished()
              && !isCurrent(world, Run.of(delete.job()).number()) -> {
        return new Outcome(plan, world, world, null);
      }
      case Plan.Delete delete -> acted = deleted(world, Run.of(delete.job()).number());
      case Plan.Wait wait -> after = seen.with(wait.obstacle());
      case Plan.Follow _, Plan.Prioritise _ -> {}
    }
    var status = StatusRules.status(resource, after, now);
    if (status.equals(resource.getStatus())) {
      return new Outcome(plan, acted, acted, null);
    }
    return new Outcome(plan, acted, written(acted, status), status);
  }

  /** A status that was computed from an old version is refused by the API server. */
  private static World written(World world, TransferJobStatus status) {
    if (!world.view().stored().equals(world.stored())) {
      return world;
    }
    var stored = new Stored(world.stored().suspend(), world.stored().generation(), status);
    var goesOn = isSuspended(world.stored().status()) && !isSuspended(status);
    return world
        .with(stored)
        .with(new View(stored, world.view().jobs(), world.view().pods(), false))
        .with(goesOn ? waiting(world) : world.truth());
  }

  /** Nothing was stopped where the Job still stands. */
  private static Truth waiting(World world) {
    var resumed = world.truth().goesOn(world.clock());
    var trains =
        world.jobs().stream()
            .filter(job -> !job.deleting())
            .anyMatch(job -> world.pods().stream().anyMatch(pod -> began(pod, job)));
    return trains ? resumed.begins(world.clock()) : resumed;
  }

  private static boolean began(ModelPod pod, ModelJob job) {
    return pod.job() == job.id() && pod.started() >= 0;
  }

  private static boolean isSuspended(TransferJobStatus status) {
    return status != null && status.phase() == Phase.Suspended;
  }

  /** As the Observer does. */
  Observed observe(World world) {
    var status = world.view().stored().status();
    int current = status == null || status.run() == null ? 1 : status.run();
    var asks =
        world.view().created() || (status != null && status.run() != null && !status.isFinished());
    var cached =
        world.view().jobs().stream()
            .filter(job -> job.run() >= current)
            .max(Comparator.comparingInt(ModelJob::run));
    var job = cached.or(() -> asks ? jobOf(world, current) : Optional.empty());
    var cachedPods = world.view().pods().stream().map(objects::pod).toList();
    var late =
        job.isEmpty()
            ? asks
            : Observed.podsAreLate(known(status), objects.job(job.get()), cachedPods);
    var pods =
        late && !known(status).isFinished()
            ? Observed.merged(world.pods().stream().map(objects::pod).toList(), cachedPods)
            : cachedPods;
    var strays = world.view().jobs().stream().filter(other -> other.run() < current).toList();
    return new Observed(
        job.map(objects::job),
        strays.stream().map(objects::job).toList(),
        pods,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        new Kueue(true, Optional.empty()));
  }

  private static TransferJobStatus known(TransferJobStatus status) {
    return status == null ? StatusRules.stored(new TransferJob()) : status;
  }

  private static Optional<ModelJob> jobOf(World world, int run) {
    return world.jobs().stream().filter(job -> job.run() == run).findFirst();
  }

  private static boolean isCurrent(World world, int run) {
    return jobOf(world, run).filter(job -> world.view().jobs().contains(job)).isPresent();
  }

  /** A second POST of the same name changes nothing. */
  private static World created(World world, Run run, boolean held) {
    if (jobOf(world, run.number()).isPresent()) {
      return world;
    }
    int id = world.truth().jobs() + 1;
    var jobs = new ArrayList<>(world.jobs());
    jobs.add(
        new ModelJob(id, run.number(), run.before(), 0, null, null, false, held, world.clock()));
    return world.withJobs(jobs).with(world.truth().jobs(id));
  }

  private static World deleted(World world, int run) {
    return jobOf(world, run).map(job -> world.change(job, ModelJob::deleted)).orElse(world);
  }
}
