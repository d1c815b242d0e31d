package dev.transferjob.operator.faults;

import dev.transferjob.operator.faults.Scene.TooLate;
import java.util.concurrent.ExecutionException;

/** What is done with a TransferJob and what its pods do, from creation to the end. */
enum Workload {
  SUCCESS("", Act.SUCCEED, Act.SUCCEED) {
    @Override
    void play(Scene scene) throws InterruptedException, ExecutionException, TooLate {
      scene.create();
      scene.awaitEnd();
    }
  },
  RETRY("", Act.RUN_OUT_OF_MEMORY, Act.SUCCEED) {
    @Override
    void play(Scene scene) throws InterruptedException, ExecutionException, TooLate {
      scene.create();
      scene.awaitEnd();
    }
  },
  FAILURE("", Act.FAIL_FOR_GOOD, Act.FAIL_FOR_GOOD) {
    @Override
    void play(Scene scene) throws InterruptedException, ExecutionException, TooLate {
      scene.create();
      scene.awaitEnd();
    }
  },
  PREEMPTION("", Act.BE_PREEMPTED, Act.SUCCEED) {
    @Override
    void play(Scene scene) throws InterruptedException, ExecutionException, TooLate {
      scene.create();
      scene.awaitEnd();
    }
  },
  SUSPENSION("", Act.STAY, Act.SUCCEED) {
    @Override
    void play(Scene scene) throws InterruptedException, ExecutionException, TooLate {
      scene.create();
      scene.awaitTraining();
      scene.suspend(true);
      scene.awaitSuspended();
      scene.suspend(false);
      scene.awaitEnd();
    }
  },
  CREATED_AGAIN("", Act.STAY, Act.SUCCEED) {
    @Override
    void play(Scene scene) throws InterruptedException, ExecutionException, TooLate {
      scene.create();
      scene.awaitTraining();
      scene.delete();
      scene.awaitGone();
      scene.create();
      scene.awaitEnd();
    }
  },
  DEADLINE("activeDeadlineSeconds: 2", Act.STAY, Act.STAY) {
    @Override
    void play(Scene scene) throws InterruptedException, ExecutionException, TooLate {
      scene.create();
      scene.awaitEnd();
      scene.awaitNoJob();
    }
  },
  TIME_TO_LIVE("ttlSecondsAfterFinished: 1", Act.SUCCEED, Act.SUCCEED) {
    @Override
    void play(Scene scene) throws InterruptedException, ExecutionException, TooLate {
      scene.create();
      scene.awaitEnd();
      scene.awaitNoJob();
    }
  },
  JOB_DELETED("", Act.STAY, Act.SUCCEED) {
    @Override
    void play(Scene scene) throws InterruptedException, ExecutionException, TooLate {
      scene.create();
      scene.awaitTraining();
      scene.deleteJob();
      scene.awaitEnd();
    }
  };

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

  abstract void play(Scene scene) throws InterruptedException, ExecutionException, TooLate;
}
