package dev.transferjob.trainer.train;

import dev.transferjob.api.ExitCode;
import dev.transferjob.protocol.Best;
import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.StopSignal;
import dev.transferjob.trainer.StoppedException;
import dev.transferjob.trainer.TrainerException;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.TensorState;
import dev.transferjob.trainer.progress.ProgressTracker;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job's training over all its phases. Between two steps it looks whether to save, and whether it
 * was asked to stop.
 */
public final class TrainingRun {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);
  private static final double NANOS = 1e9;

  private final Torch torch;
  private final Scorer scorer;
  private final ProgressTracker tracker;
  private final StopSignal stop;
  private final CheckpointParts parts;
  private final RunState state;
  private final BestWeights best;

  private TrainingRun(
      Torch torch,
      Scorer scorer,
      ProgressTracker tracker,
      StopSignal stop,
      CheckpointParts parts,
      RunState state) {
    this.torch = torch;
    this.best = new BestWeights(torch);
    this.scorer = scorer;
    this.tracker = tracker;
    this.stop = stop;
    this.parts = parts;
    this.state = state;
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
    var parts = new CheckpointParts(checkpointer, saved);
    return new TrainingRun(torch, scorer, tracker, stop, parts, new RunState(state));
  }

  /** Gives the run a network to save; if a checkpoint has its values, it gets them. */
  public void add(String name, TensorState network) {
    parts.add(name, network);
  }

  /** Trains the phase of this place in the job, if it is not done. */
  public void train(int index, Phase phase) {
    if (cursor().phase() > index) {
      return;
    }
    if (phase.epochs() > 0) {
      prepare(index, phase);
      try (var objective = phase.objective();
          var optimizer = new PhaseOptimizer(torch, phase, objective)) {
        parts.enter(objective, optimizer, best);
        beginOrResume(phase);
        new PhaseLoop(this, phase, index, objective, optimizer).toEnd();
        skipRest(phase);
        tellKept(phase);
        best.restore(phase);
        phase.end();
      } finally {
        parts.leave();
        best.clear();
      }
    }
    state.move(cursor().next(index + 1));
    save();
  }

  private void prepare(int index, Phase phase) {
    long start = tracker.nanoTime();
    phase.arm();
    if (cursor().isFresh()) {
      state.move(cursor().after((tracker.nanoTime() - start) / NANOS));
    }
    phase.thaw(cursor().phase() == index ? cursor().epoch() : 0);
    tracker.enter(phase.stage(), phase.epochs());
  }

  private void beginOrResume(Phase phase) {
    if (cursor().isFresh()) {
      stop.check();
      phase.begin();
      if (phase.refines()) {
        best.keep(phase);
      } else {
        state.move(cursor().beginningWith(BestEpoch.NONE));
      }
    } else {
      parts.resume(phase);
    }
  }

  /** What early stopping or a time limit left out is no longer to do. */
  private void skipRest(Phase phase) {
    int samples = phase.train().size();
    long left = phase.recipe().steps(samples, phase.epochs()) - cursor().steps();
    if (left > 0) {
      int epochs = phase.epochs() - cursor().epoch();
      LOG.info("{} ends after {} of {} epochs", phase.stage(), cursor().epoch(), phase.epochs());
      double work =
          samples * phase.trainingWork() + phase.validation().size() * phase.evaluationWork();
      tracker.skip(epochs * work, left);
    }
  }

  private void tellKept(Phase phase) {
    if (cursor().best().isStart()) {
      Best kept = cursor().best().told();
      LOG.info(
          "No epoch of {} was better than what it began with, {} {}, which is kept",
          phase.stage(),
          kept.metric(),
          "%.4f".formatted(kept.value()));
    }
  }

  /** Remembers how the network did before training. */
  public void before(BeforeTraining measured) {
    state.before(measured);
  }

  /** Absent until it was measured, in whichever attempt. */
  public Optional<BeforeTraining> before() {
    return state.before();
  }

  public List<EpochRecord> history() {
    return state.epochs();
  }

  /** Whether all attempts ran where the same bits are to be expected. */
  public boolean isExact() {
    return state.isExact();
  }

  public long step() {
    return state.step();
  }

  /** Optimizer steps of all phases before the one of this place in the job. */
  public long stepsBefore(int index) {
    return cursor().phase() == index ? step() - cursor().steps() : step();
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
    parts.requireOwnership();
  }

  Torch torch() {
    return torch;
  }

  Cursor cursor() {
    return state.cursor();
  }

  ProgressTracker tracker() {
    return tracker;
  }

  void stepped(Cursor next, int samples, double work) {
    if (step() == 0) {
      LOG.info("First training step {} s after the start", uptime());
    }
    state.moveByStep(next);
    tracker.step(step());
    tracker.worked(samples, work);
    saveAndStopIfAsked();
    if (parts.isDue()) {
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
    if (state.endEpoch(phase, score, seconds, learningRate)) {
      best.keep(phase);
    }
    if (phase.stage() != Stage.Baseline) {
      tracker.best(cursor().best().told());
      tracker.metrics(score.metrics());
    }
  }

  private void saveAndStopIfAsked() {
    if (!stop.isAsked()) {
      return;
    }
    try {
      save();
    } catch (TrainerException e) {
      throw new TrainerException(
          ExitCode.TEMPORARY_FAILURE, "stopped when asked to, but " + e.getMessage(), e);
    }
    throw new StoppedException();
  }

  private void save() {
    tracker.checkpoint(parts.save(state.at(tracker.doneWork())));
  }

  private static String uptime() {
    long started = ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
    return String.format(Locale.ROOT, "%.2f", (System.currentTimeMillis() - started) / 1e3);
  }
}
