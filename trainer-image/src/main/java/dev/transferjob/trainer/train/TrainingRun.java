package dev.transferjob.trainer.train;

import dev.transferjob.api.ExitCode;
import dev.transferjob.protocol.Metric;
import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.StopSignal;
import dev.transferjob.trainer.StoppedException;
import dev.transferjob.trainer.TrainerException;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.TensorState;
import dev.transferjob.trainer.progress.ProgressTracker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job's training over all its phases: where it stands, its history, and its checkpoints. Between
 * two steps it looks whether to save, and whether it was asked to stop.
 */
public final class TrainingRun {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);
  private static final String OPTIMIZER = "optimizer";
  private static final String OBJECTIVE = "objective";
  private static final String BEST = "best";
  private static final double NANOS = 1e9;

  private final Torch torch;
  private final Scorer scorer;
  private final Checkpointer checkpointer;
  private final ProgressTracker tracker;
  private final StopSignal stop;
  private final Map<String, TensorState> parts = new LinkedHashMap<>();
  private final Map<String, TensorData> best = new LinkedHashMap<>();
  private final EpochHistory history;
  private final List<Metric> untouched;
  private final TrainingState origin;
  private final Optional<Checkpointer.Saved> saved;
  private Optional<Objective> objective = Optional.empty();
  private Optional<PhaseOptimizer> optimizer = Optional.empty();
  private Cursor cursor;
  private long step;

  private TrainingRun(
      Torch torch,
      Scorer scorer,
      Checkpointer checkpointer,
      ProgressTracker tracker,
      StopSignal stop,
      TrainingState state,
      Optional<Checkpointer.Saved> saved) {
    this.torch = torch;
    this.scorer = scorer;
    this.checkpointer = checkpointer;
    this.tracker = tracker;
    this.stop = stop;
    this.origin = state;
    this.saved = saved;
    this.history = new EpochHistory(state.history());
    this.untouched = new ArrayList<>(state.untouched());
    this.cursor = state.cursor();
    this.step = state.step();
  }

  /**
   * Goes on from the newest checkpoint of this job, or starts.
   *
   * @param job digest of all that the job depends on
   * @param machine what the bits of its result depend on
   */
  public static TrainingRun of(
      Torch torch,
      Scorer scorer,
      Checkpointer checkpointer,
      ProgressTracker tracker,
      StopSignal stop,
      String job,
      String machine) {
    Optional<Checkpointer.Saved> saved = checkpointer.newest(job);
    TrainingState state =
        saved
            .map(found -> found.state().on(machine))
            .orElseGet(() -> TrainingState.atStart(job, machine));
    if (saved.isPresent()) {
      LOG.info("Resuming from the checkpoint of step {}", state.step());
      tracker.resume(state.step(), state.work());
    }
    return new TrainingRun(torch, scorer, checkpointer, tracker, stop, state, saved);
  }

  /** Gives the run a part to save; if a checkpoint has its values, it gets them. */
  public void add(String name, TensorState part) {
    parts.put(name, part);
    saved.flatMap(found -> found.tensors(name)).ifPresent(part::restore);
  }

  /** Trains the phase of this place in the job, if it is not done. */
  public void train(int index, Phase phase) {
    if (cursor.phase() > index) {
      return;
    }
    if (phase.epochs() > 0) {
      long start = System.nanoTime();
      phase.arm();
      if (cursor.isFresh()) {
        cursor = cursor.after((System.nanoTime() - start) / NANOS);
      }
      phase.thaw(cursor.phase() == index ? cursor.epoch() : 0);
      tracker.enter(phase.stage(), phase.epochs());
      try (var goal = phase.objective();
          var made = new PhaseOptimizer(torch, phase, goal)) {
        objective = Optional.of(goal);
        optimizer = Optional.of(made);
        startOrGoOn(phase, goal, made);
        new PhaseLoop(this, phase, index, goal, made).toEnd();
        endEarly(phase);
        restoreBest(phase);
        phase.end();
      } finally {
        objective = Optional.empty();
        optimizer = Optional.empty();
      }
    }
    cursor = Cursor.atStart(index + 1);
    save();
  }

  /** What early stopping or a time limit left out is no longer to do. */
  private void endEarly(Phase phase) {
    int samples = phase.train().size();
    long left = phase.recipe().steps(samples, phase.epochs()) - cursor.steps();
    if (left > 0) {
      int epochs = phase.epochs() - cursor.epoch();
      LOG.info("{} ends after {} of {} epochs", phase.stage(), cursor.epoch(), phase.epochs());
      double work =
          samples * phase.trainingWork() + phase.validation().size() * phase.evaluationWork();
      tracker.skip(epochs * work, left);
    }
  }

  private void startOrGoOn(Phase phase, Objective goal, PhaseOptimizer made) {
    best.clear();
    if (cursor.isFresh()) {
      stop.check();
      phase.begin();
    } else {
      saved.flatMap(found -> found.tensors(OBJECTIVE)).ifPresent(goal::restore);
      saved.flatMap(found -> found.tensors(OPTIMIZER)).ifPresent(made::restore);
      saved.flatMap(found -> found.tensors(BEST)).ifPresent(best::putAll);
    }
  }

  /** Remembers how the network did before training. */
  public void untouched(List<Metric> metrics) {
    untouched.clear();
    untouched.addAll(metrics);
  }

  public List<Metric> untouched() {
    return List.copyOf(untouched);
  }

  public List<EpochRecord> history() {
    return history.epochs();
  }

  /** Whether all attempts ran where the same bits are to be expected. */
  public boolean isExact() {
    return origin.isExact();
  }

  public long step() {
    return step;
  }

  /** Optimizer steps of all phases before the one of this place in the job. */
  public long stepsBefore(int index) {
    return cursor.phase() == index ? step - cursor.steps() : step;
  }

  /**
   * After a failure that need not end the job.
   *
   * @throws RuntimeException the failure itself if the attempt was asked to stop, another one if a
   *     newer attempt has taken over
   */
  public void requireGoingOn(Throwable failure) {
    if (stop.isAsked() && failure instanceof RuntimeException stopped) {
      throw stopped;
    }
    stop.check();
    checkpointer.requireOwnership();
  }

  Torch torch() {
    return torch;
  }

  Cursor cursor() {
    return cursor;
  }

  ProgressTracker tracker() {
    return tracker;
  }

  void stepped(Cursor next, int samples, double work) {
    if (step == 0) {
      LOG.info("First training step {} s after the start", uptime());
    }
    cursor = next;
    step++;
    tracker.step(step);
    tracker.worked(samples, work);
    saveAndStopIfAsked();
    if (checkpointer.isDue()) {
      save();
    }
  }

  EpochScore score(Phase phase) {
    return phase.score(
        new PhaseScorer(
            scorer,
            samples -> {
              tracker.worked(0, samples * phase.evaluationWork());
              saveAndStopIfAsked();
            }));
  }

  void evaluated(Phase phase, EpochScore score, double seconds, double learningRate) {
    BestEpoch newBest = cursor.best();
    if (newBest.isBeatenBy(score)) {
      newBest = new BestEpoch(cursor.epoch() + 1, score);
      keepBest(phase);
    }
    history.add(phase, cursor, step, score, seconds, learningRate);
    Patience patience = cursor.patience();
    cursor =
        cursor.afterEpoch(
            newBest,
            phase
                .recipe()
                .earlyStopping()
                .map(rule -> patience.after(score, rule))
                .orElse(patience),
            seconds);
    if (phase.stage() != Stage.Baseline) {
      tracker.best(cursor.best().told());
      tracker.metrics(score.metrics());
    }
  }

  private void keepBest(Phase phase) {
    best.clear();
    phase
        .network()
        .state()
        .forEach(
            (name, array) -> {
              if (phase.changes(name)) {
                best.put(name, new TensorData(array.getShape(), array.toFloatArray()));
              }
            });
  }

  private void restoreBest(Phase phase) {
    Map<String, TensorData> values = phase.network().copyState();
    values.putAll(best);
    phase.network().restore(values);
  }

  private void saveAndStopIfAsked() {
    if (stop.isAsked()) {
      saveBeforeStop();
      throw new StoppedException();
    }
  }

  private void saveBeforeStop() {
    try {
      save();
    } catch (TrainerException e) {
      throw new TrainerException(
          ExitCode.TEMPORARY_FAILURE, "stopped when asked to, but " + e.getMessage(), e);
    }
  }

  private void save() {
    var sets = new LinkedHashMap<String, Map<String, TensorData>>();
    parts.forEach((name, part) -> sets.put(name, part.copyState()));
    optimizer.ifPresent(made -> sets.put(OPTIMIZER, made.state()));
    objective
        .map(Objective::copyState)
        .filter(tensors -> !tensors.isEmpty())
        .ifPresent(tensors -> sets.put(OBJECTIVE, tensors));
    if (!best.isEmpty() && optimizer.isPresent()) {
      sets.put(BEST, best);
    }
    tracker.checkpoint(checkpointer.save(state(), sets));
  }

  private TrainingState state() {
    return new TrainingState(
        origin.job(),
        origin.machine(),
        origin.isExact(),
        cursor,
        step,
        tracker.doneWork(),
        untouched,
        history.epochs());
  }

  private static String uptime() {
    long started = ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
    return String.format(Locale.ROOT, "%.2f", (System.currentTimeMillis() - started) / 1e3);
  }
}
