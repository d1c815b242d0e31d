package dev.transferjob.trainer.job;

import dev.transferjob.trainer.progress.ProgressTracker;
import dev.transferjob.trainer.technique.Material;
import dev.transferjob.trainer.train.Phase;
import java.util.List;

/**
 * How much there is to do.
 *
 * @param work sample passes: an image forward is 1, forward and backward 3
 * @param steps optimizer steps
 */
record WorkPlan(double work, long steps) {
  private static final double FULL = 3;

  static WorkPlan of(List<Phase> phases, Material material, int measured, boolean isCompared) {
    int train = material.train().size();
    int validation = material.validation().size();
    double work = measured;
    long steps = 0;
    for (Phase phase : phases) {
      if (phase.epochs() > 0) {
        work += phase.setupWork();
        work +=
            phase.epochs() * (train * phase.trainingWork() + validation * phase.evaluationWork());
        steps += phase.recipe().steps(train, phase.epochs());
      }
    }
    if (isCompared) {
      int epochs = phases.stream().mapToInt(Phase::epochs).sum();
      work += epochs * (train * FULL + validation * phases.getLast().evaluationWork()) + measured;
      steps += steps;
    }
    return new WorkPlan(work, steps);
  }

  void announce(ProgressTracker tracker) {
    tracker.plan(work, steps);
  }
}
