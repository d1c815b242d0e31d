package dev.transferjob.operator.transferjob;

import dev.transferjob.api.Phase;
import dev.transferjob.operator.transferjob.World.Left;
import dev.transferjob.operator.transferjob.World.ModelJob;
import dev.transferjob.operator.transferjob.World.ModelPod;
import dev.transferjob.operator.transferjob.World.Stored;
import dev.transferjob.operator.transferjob.World.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What can happen next in a {@link World} beside the operator's work.
 *
 * @param backoffLimit of the TransferJob
 * @param codes the exit codes that pods end with
 * @param lateEvents whether the caches may hold an older state than the API server
 * @param queued whether Jobs wait in a queue
 */
record Moves(int backoffLimit, List<Integer> codes, boolean lateEvents, boolean queued) {
  static final int TICK = 30;
  private static final Set<Integer> FINAL = Set.of(2, 42, 43, 44, 46, 48, 49);
  private static final int STOPPED = 143;

  /** One step. */
  record Move(String name, World next) {}

  List<Move> of(World world) {
    var moves = new ArrayList<Move>();
    world.jobs().forEach(job -> jobController(world, job, moves));
    world.jobs().forEach(job -> queue(world, job, moves));
    world.pods().forEach(pod -> kubelet(world, pod, moves));
    collector(world, moves);
    person(world, moves);
    if (world.left().ticks() > 0) {
      moves.add(new Move("30 s pass", ticked(world)));
    }
    if (!lateEvents) {
      moves.replaceAll(move -> new Move(move.name(), move.next().delivered()));
    } else {
      deliveries(world, moves);
    }
    return moves;
  }

  private void jobController(World world, ModelJob job, List<Move> moves) {
    if (job.deleting() || job.end() != null) {
      return;
    }
    var uncounted =
        world.pods().stream()
            .filter(pod -> pod.job() == job.id() && !pod.isLive() && !pod.counted())
            .findFirst();
    if (uncounted.isPresent()) {
      moves.add(new Move("count " + uncounted.get().id(), counted(world, job, uncounted.get())));
    } else if (job.held()) {
      world.pods().stream()
          .filter(pod -> pod.job() == job.id() && pod.isLive() && !pod.deleting())
          .forEach(pod -> moves.add(new Move("stop " + pod.id(), stopped(world, pod))));
    } else if (world.pods().stream().noneMatch(pod -> pod.job() == job.id() && pod.isLive())) {
      moves.add(new Move("pod of run " + job.run(), podCreated(world, job)));
    }
  }

  /** The Job controller gives up counting a pod before it deletes it. */
  private static World stopped(World world, ModelPod pod) {
    return world.change(pod, p -> p.isDeleted().isCounted());
  }

  /** Lets Jobs in, and takes back what it gave. */
  private void queue(World world, ModelJob job, List<Move> moves) {
    if (!queued || job.deleting() || job.end() != null) {
      return;
    }
    if (job.held()) {
      moves.add(new Move("admit " + job.run(), world.change(job, j -> j.held(false))));
    } else if (world.left().faults() > 0) {
      moves.add(new Move("evict " + job.run(), world.change(job, j -> j.held(true)).fault()));
    }
  }

  private World counted(World world, ModelJob job, ModelPod pod) {
    var next = world.change(pod, ModelPod::isCounted);
    if (pod.code() == 0) {
      return next.change(job, j -> j.ended("Complete", j.failed(), "Completed"));
    }
    if (pod.disrupted() || pod.code() == STOPPED) {
      return next;
    }
    int failed = job.failed() + 1;
    if (FINAL.contains(pod.code())) {
      return next.change(job, j -> j.ended("Failed", failed, "PodFailurePolicy"));
    }
    int limit = Math.max(0, backoffLimit - job.before().failures());
    return failed > limit
        ? next.change(job, j -> j.ended("Failed", failed, "BackoffLimitExceeded"))
        : next.change(job, j -> j.ended(null, failed, null));
  }

  private static World podCreated(World world, ModelJob job) {
    var pods = new ArrayList<>(world.pods());
    int id = world.truth().pods() + 1;
    pods.add(new ModelPod(id, job.id(), job.run(), -1, -1, 0, false, false, false, world.clock()));
    return world.withPods(pods).with(world.truth().pods(id));
  }

  private void kubelet(World world, ModelPod pod, List<Move> moves) {
    if (!pod.isLive()) {
      return;
    }
    if (pod.started() < 0 && !pod.deleting()) {
      var started = world.change(pod, p -> p.runs(world.clock()));
      moves.add(new Move("start " + pod.id(), started.with(world.truth().begins(world.clock()))));
    }
    if (pod.started() >= 0) {
      for (int code : codes) {
        var mayEnd = code != STOPPED || pod.deleting() || pod.disrupted();
        if (mayEnd) {
          moves.add(new Move("end " + pod.id() + " with " + code, ended(world, pod, code)));
        }
      }
    }
    if (world.left().faults() > 0 && !pod.deleting()) {
      moves.add(new Move("preempt " + pod.id(), preempted(world, pod)));
      moves.add(new Move("lose " + pod.id(), world.without(pod).fault()));
      moves.add(new Move("delete pod " + pod.id(), world.change(pod, ModelPod::isDeleted).fault()));
    }
  }

  private static World preempted(World world, ModelPod pod) {
    return world.change(pod, p -> p.isDisrupted().isDeleted()).fault();
  }

  private static World ended(World world, ModelPod pod, int code) {
    var truth = world.truth();
    var own = code != 0 && code != STOPPED && !pod.disrupted();
    // A trainer that finds a finished result ends at once with it.
    var actual = truth.succeeded() ? 0 : code;
    var counted = own && actual != 0 ? truth.failures(truth.failures() + 1) : truth;
    return world
        .change(pod, p -> p.ends(actual, world.clock()))
        .with(actual == 0 ? counted.succeeds() : counted);
  }

  /** Deletes what a deleted Job leaves, and the Job when nothing is left. */
  private static void collector(World world, List<Move> moves) {
    for (var pod : world.pods()) {
      var job = world.jobs().stream().filter(j -> j.id() == pod.job()).findFirst();
      var orphan = job.isEmpty() || job.get().deleting();
      if (orphan && !pod.deleting()) {
        moves.add(new Move("collect " + pod.id(), world.change(pod, ModelPod::isDeleted)));
      }
      var over = !pod.isLive() || pod.started() < 0;
      if (pod.deleting() && over && (orphan || pod.counted() || pod.isLive())) {
        moves.add(new Move("remove " + pod.id(), world.without(pod)));
      }
    }
    for (var job : world.jobs()) {
      if (job.deleting() && world.pods().stream().noneMatch(pod -> pod.job() == job.id())) {
        moves.add(new Move("remove job " + job.run(), world.without(job)));
      }
    }
  }

  private static void person(World world, List<Move> moves) {
    if (world.left().edits() > 0) {
      var stored = world.stored();
      var edited = new Stored(!stored.suspend(), stored.generation() + 1, stored.status());
      var left = world.left();
      moves.add(
          new Move(
              stored.suspend() ? "resume" : "suspend",
              world.with(edited).with(new Left(left.edits() - 1, left.faults(), left.ticks()))));
    }
    if (world.left().faults() > 0) {
      for (var job : world.jobs()) {
        moves.add(new Move("delete job " + job.run(), world.without(job).fault()));
      }
    }
  }

  private static World ticked(World world) {
    int running = (int) world.pods().stream().filter(p -> p.isLive() && p.started() >= 0).count();
    var left = world.left();
    return new World(
        world.stored(),
        world.jobs(),
        world.pods(),
        world.view(),
        world.truth().passes(running * TICK, isHeardToBeSuspended(world.stored()) ? 0 : TICK),
        world.clock() + TICK,
        new Left(left.edits(), left.faults(), left.ticks() - 1));
  }

  /** Nobody can tell how long a suspension was that the operator was not there to hear of. */
  private static boolean isHeardToBeSuspended(Stored stored) {
    return stored.suspend()
        && stored.status() != null
        && stored.status().phase() == Phase.Suspended;
  }

  /** Each watch has its own delay. */
  private static void deliveries(World world, List<Move> moves) {
    var view = world.view();
    if (!view.stored().equals(world.stored())) {
      moves.add(
          new Move(
              "deliver resource",
              world.with(new View(world.stored(), view.jobs(), view.pods(), view.created()))));
    }
    if (!view.jobs().equals(world.jobs())) {
      moves.add(
          new Move(
              "deliver jobs",
              world.with(new View(view.stored(), world.jobs(), view.pods(), view.created()))));
    }
    if (!view.pods().equals(world.pods())) {
      moves.add(
          new Move(
              "deliver pods",
              world.with(new View(view.stored(), view.jobs(), world.pods(), view.created()))));
    }
  }
}
