package dev.transferjob.operator.transferjob;

import dev.transferjob.api.AttemptsStatus;
import dev.transferjob.api.TransferJobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A small Kubernetes with one TransferJob in it, as a value. Two worlds are the same state if they
 * are equal.
 *
 * @param stored what the API server holds of the TransferJob
 * @param view what the operator's caches hold; events may be late
 * @param truth what really happened, to hold the status against
 * @param clock seconds since the TransferJob was created
 * @param left how much may still go wrong
 */
record World(
    Stored stored,
    List<ModelJob> jobs,
    List<ModelPod> pods,
    View view,
    Truth truth,
    int clock,
    Left left) {

  World {
    jobs = List.copyOf(jobs);
    pods = List.copyOf(pods);
  }

  record Stored(boolean suspend, int generation, TransferJobStatus status) {}

  /** {@code created}: whether this process has created a Job that no stored status tells of. */
  record View(Stored stored, List<ModelJob> jobs, List<ModelPod> pods, boolean created) {
    View noted() {
      return new View(stored, jobs, pods, true);
    }
  }

  /** A Job; {@code end} is null, Complete or Failed; {@code held}: whether it is suspended. */
  record ModelJob(
      int id,
      int run,
      AttemptsStatus before,
      int failed,
      String end,
      String cause,
      boolean deleting,
      boolean held,
      int at) {
    ModelJob deleted() {
      return new ModelJob(id, run, before, failed, end, cause, true, held, at);
    }

    ModelJob held(boolean now) {
      return new ModelJob(id, run, before, failed, end, cause, deleting, now, at);
    }

    ModelJob ended(String how, int failures, String why) {
      return new ModelJob(id, run, before, failures, how, why, deleting, held, at);
    }
  }

  /**
   * A pod; {@code started} and {@code ended} are -1 until they happen.
   *
   * @param counted whether the Job controller has taken note of its end
   */
  record ModelPod(
      int id,
      int job,
      int run,
      int started,
      int ended,
      int code,
      boolean disrupted,
      boolean deleting,
      boolean counted,
      int at) {
    boolean isLive() {
      return ended < 0;
    }

    ModelPod runs(int now) {
      return new ModelPod(id, job, run, now, ended, code, disrupted, deleting, counted, at);
    }

    ModelPod ends(int exitCode, int now) {
      return new ModelPod(id, job, run, started, now, exitCode, disrupted, deleting, counted, at);
    }

    ModelPod isDisrupted() {
      return new ModelPod(id, job, run, started, ended, code, true, deleting, counted, at);
    }

    ModelPod isDeleted() {
      return new ModelPod(id, job, run, started, ended, code, disrupted, true, counted, at);
    }

    ModelPod isCounted() {
      return new ModelPod(id, job, run, started, ended, code, disrupted, deleting, true, at);
    }
  }

  /**
   * What really happened.
   *
   * @param jobs how many there were
   * @param pods how many there were
   * @param failures pods that failed by themselves
   * @param active seconds that pods ran
   * @param waited seconds since its waiting began, without those in which it was suspended
   * @param since when its waiting began: at its creation, or when the operator heard that it was
   *     resumed
   * @param begun when an attempt began last; -1 before the first
   * @param succeeded whether a result exists
   */
  record Truth(
      int jobs,
      int pods,
      int failures,
      int active,
      int waited,
      int since,
      int begun,
      boolean succeeded) {
    static final Truth NEW = new Truth(0, 0, 0, 0, 0, 0, -1, false);

    Truth jobs(int count) {
      return new Truth(count, pods, failures, active, waited, since, begun, succeeded);
    }

    Truth pods(int count) {
      return new Truth(jobs, count, failures, active, waited, since, begun, succeeded);
    }

    Truth failures(int count) {
      return new Truth(jobs, pods, count, active, waited, since, begun, succeeded);
    }

    Truth succeeds() {
      return new Truth(jobs, pods, failures, active, waited, since, begun, true);
    }

    Truth begins(int now) {
      return new Truth(jobs, pods, failures, active, waited, since, now, succeeded);
    }

    Truth goesOn(int now) {
      return new Truth(jobs, pods, failures, active, 0, now, begun, succeeded);
    }

    Truth passes(int running, int waiting) {
      return new Truth(
          jobs, pods, failures, active + running, waited + waiting, since, begun, succeeded);
    }

    /** Whether no attempt has begun since it waits. */
    boolean waits() {
      return begun < since;
    }
  }

  record Left(int edits, int faults, int ticks) {}

  World with(Stored changed) {
    return new World(changed, jobs, pods, view, truth, clock, left);
  }

  World with(View seen) {
    return new World(stored, jobs, pods, seen, truth, clock, left);
  }

  World with(Truth known) {
    return new World(stored, jobs, pods, view, known, clock, left);
  }

  World with(Left rest) {
    return new World(stored, jobs, pods, view, truth, clock, rest);
  }

  World withJobs(List<ModelJob> changed) {
    return new World(stored, changed, pods, view, truth, clock, left);
  }

  World withPods(List<ModelPod> changed) {
    return new World(stored, jobs, changed, view, truth, clock, left);
  }

  World change(ModelJob job, UnaryOperator<ModelJob> how) {
    var changed = new ArrayList<>(jobs);
    changed.replaceAll(each -> each.equals(job) ? how.apply(each) : each);
    return withJobs(changed);
  }

  World change(ModelPod pod, UnaryOperator<ModelPod> how) {
    var changed = new ArrayList<>(pods);
    changed.replaceAll(each -> each.equals(pod) ? how.apply(each) : each);
    return withPods(changed);
  }

  World without(ModelJob job) {
    return withJobs(jobs.stream().filter(each -> !each.equals(job)).toList());
  }

  World without(ModelPod pod) {
    return withPods(pods.stream().filter(each -> !each.equals(pod)).toList());
  }

  /** All events have arrived. */
  World delivered() {
    return with(new View(stored, jobs, pods, view.created()));
  }

  /** A new process of the operator has filled its caches. */
  World restarted() {
    return with(new View(stored, jobs, pods, false));
  }

  /** One of the few things that may go wrong has. */
  World fault() {
    return with(new Left(left.edits(), left.faults() - 1, left.ticks()));
  }
}
