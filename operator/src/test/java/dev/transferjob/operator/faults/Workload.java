package dev.transferjob.operator.faults;

import dev.transferjob.operator.faults.Scene.TooLate;
import java.util.concurrent.ExecutionException;

/** What is done with a TransferJob and what its pods do, from creation to the end. */
enum Workload {
  SUCCESS("", Act.SUCCEED, Act.SUCCEED),
  RETRY("", Act.RUN_OUT_OF_MEMORY, Act.SUCCEED),
  FAILURE("", Act.FAIL_FOR_GOOD, Act.FAIL_FOR_GOOD),
  PREEMPTION("", Act.BE_PREEMPTED, Act.SUCCEED),
  SUSPENSION("", Act.STAY, Act.SUCCEED),
  CREATED_AGAIN("", Act.STAY, Act.SUCCEED),
  DEADLINE("activeDeadlineSeconds: 2", Act.STAY, Act.STAY),
  TIME_TO_LIVE("ttlSecondsAfterFinished: 1", Act.SUCCEED, Act.SUCCEED),
  JOB_DELETED("", Act.STAY, Act.SUCCEED),
  QUEUE("queueName: gpus\npriorityClassName: low", Act.SUCCEED, Act.SUCCEED),
  DEVICE(
      "resources: null\naccelerator: {deviceClassName: gpu.nvidia.com}", Act.SUCCEED, Act.SUCCEED);

  private final String spec;
  private final Act first;
  private final Act then;

  Workload(String spec, Act first, Act then) {
    this.spec = spec;
    this.first = first;
    this.then = then;
  }

  /** Further fields of its spec, as YAML. */
  String spec() {
    return spec;
  }

  /** What its nth pod does. */
  Act act(int nth) {
    return nth == 1 ? first : then;
  }

  void play(Scene scene) throws InterruptedException, ExecutionException, TooLate {
    switch (this) {
      case SUCCESS, RETRY, FAILURE, PREEMPTION, DEVICE -> toTheEnd(scene);
      case SUSPENSION -> suspended(scene);
      case CREATED_AGAIN -> createdAgain(scene);
      case DEADLINE, TIME_TO_LIVE -> untilNoJobIsLeft(scene);
      case JOB_DELETED -> jobDeleted(scene);
      case QUEUE -> queued(scene);
    }
  }

  private static void toTheEnd(Scene scene)
      throws InterruptedException, ExecutionException, TooLate {
    scene.create();
    scene.awaitEnd();
  }

  private static void untilNoJobIsLeft(Scene scene)
      throws InterruptedException, ExecutionException, TooLate {
    toTheEnd(scene);
    scene.awaitNoJob();
  }

  private static void suspended(Scene scene)
      throws InterruptedException, ExecutionException, TooLate {
    scene.create();
    scene.awaitTraining();
    scene.suspend(true);
    scene.awaitSuspended();
    scene.suspend(false);
    scene.awaitEnd();
  }

  private static void createdAgain(Scene scene)
      throws InterruptedException, ExecutionException, TooLate {
    scene.create();
    scene.awaitTraining();
    scene.delete();
    scene.awaitGone();
    toTheEnd(scene);
  }

  private static void jobDeleted(Scene scene)
      throws InterruptedException, ExecutionException, TooLate {
    scene.create();
    scene.awaitTraining();
    scene.deleteJob();
    scene.awaitEnd();
  }

  /** It waits, gets another priority, and is let in. */
  private static void queued(Scene scene) throws InterruptedException, TooLate {
    scene.create();
    scene.awaitQueued("low");
    scene.prioritise("high");
    scene.awaitQueued("high");
    scene.admit();
    scene.awaitEnd();
  }
}
