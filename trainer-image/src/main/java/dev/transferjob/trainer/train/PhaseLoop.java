package dev.transferjob.trainer.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.TrainerException;
import dev.transferjob.trainer.random.Randomness;
import dev.transferjob.trainer.random.Shuffle;
import java.util.List;

/** Takes one phase from where the run stands to its end, epoch by epoch, step by step. */
final class PhaseLoop {
  private static final double NANOS = 1e9;

  private final TrainingRun run;
  private final Phase phase;
  private final Recipe recipe;
  private final long seed;
  private final LearningRate schedule;
  private final Objective objective;
  private final PhaseOptimizer optimizer;

  PhaseLoop(
      TrainingRun run, Phase phase, int index, Objective objective, PhaseOptimizer optimizer) {
    this.run = run;
    this.phase = phase;
    this.recipe = phase.recipe();
    this.seed = Randomness.seed(recipe.seed(), index);
    this.schedule =
        new LearningRate(recipe.schedule(), recipe.steps(phase.train().size(), phase.epochs()));
    this.objective = objective;
    this.optimizer = optimizer;
  }

  void toEnd() {
    while (run.cursor().epoch() < phase.epochs() && !isOverTime() && !isOutOfPatience()) {
      trainEpoch();
      evaluateEpoch();
    }
  }

  private boolean isOverTime() {
    return run.cursor().seconds() >= phase.limit().toSeconds();
  }

  private boolean isOutOfPatience() {
    return recipe.earlyStopping().map(run.cursor().patience()::isOver).orElse(false);
  }

  private boolean isAtLastStep() {
    return run.cursor().steps() >= schedule.totalSteps();
  }

  private void trainEpoch() {
    int epoch = run.cursor().epoch();
    if (phase.thaw(epoch)) {
      optimizer.regroup();
    }
    if (!isAtLastStep() && phase.fit()) {
      run.stepped(
          run.cursor().afterStep(0, EpochSums.NONE), phase.train().size(), phase.trainingWork());
      return;
    }
    List<int[]> plan = Shuffle.epoch(phase.train().size(), recipe.batchSize(), seed, epoch);
    List<int[]> left = plan.subList(run.cursor().batch(), plan.size());
    run.tracker().epoch(epoch + 1);
    try (TensorBatches pass = phase.train().training(left, seed, epoch)) {
      while (pass.hasNext() && !isOverTime() && !isAtLastStep()) {
        long start = run.tracker().nanoTime();
        int first = run.cursor().batch();
        int batches = Math.min(recipe.accumulationSteps(), plan.size() - first);
        int samples = plan.subList(first, first + batches).stream().mapToInt(b -> b.length).sum();
        EpochSums sums = accumulate(pass, first, batches, samples);
        double norm = optimizer.step(schedule.factor(run.cursor().steps()));
        requireFinite("the gradient", norm);
        double seconds = (run.tracker().nanoTime() - start) / NANOS;
        run.stepped(
            run.cursor().afterStep(first + batches, sums.plus(new EpochSums(0, 0, seconds, 0))),
            samples,
            samples * phase.trainingWork());
      }
    }
  }

  /** Adds up the gradients of the mean loss over {@code samples}; returns all but the seconds. */
  private EpochSums accumulate(TensorBatches pass, int first, int batches, int samples) {
    EpochSums sums = EpochSums.NONE;
    for (int i = 0; i < batches; i++) {
      long batchSeed = Randomness.seed(seed, run.cursor().epoch(), first + i);
      run.torch().seed(batchSeed);
      try (NDManager scope = run.torch().newScope()) {
        long start = run.tracker().nanoTime();
        TensorBatch batch = pass.next(scope);
        double waited = (run.tracker().nanoTime() - start) / NANOS;
        NDArray loss =
            objective.loss(batch, new StepContext(batchSeed, index(first + i), progress()));
        double share = (double) batch.size() / samples;
        optimizer.backward(share == 1 ? loss : loss.mul((float) share));
        pass.prefetch(); // Reading the loss waits for the device.
        double value = loss.getFloat();
        requireFinite("the loss", value);
        sums = sums.plus(new EpochSums(value * batch.size(), batch.size(), 0, waited));
      }
    }
    return sums;
  }

  private void requireFinite(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new TrainerException(
          ExitCode.DIVERGED,
          ("%s became %s in epoch %d, step %d of stage %s; lower training.optimizer.learningRate"
                  + " (now %s) or set training.gradientClipNorm to \"1.0\"")
              .formatted(
                  what,
                  value,
                  run.cursor().epoch() + 1,
                  run.cursor().steps() + 1,
                  phase.stage(),
                  recipe.optimizer().learningRate()));
    }
  }

  private void evaluateEpoch() {
    long start = run.tracker().nanoTime();
    EpochScore score = run.score(phase);
    double seconds = (run.tracker().nanoTime() - start) / NANOS;
    run.evaluated(phase, score, seconds, recipe.learningRate() * lastFactor());
  }

  private long index(int batch) {
    return (long) run.cursor().epoch() * recipe.batches(phase.train().size()) + batch;
  }

  private double progress() {
    return (double) run.cursor().steps() / schedule.totalSteps();
  }

  private double lastFactor() {
    return schedule.factor(Math.max(0, run.cursor().steps() - 1));
  }
}
