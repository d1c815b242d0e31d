package dev.transferjob.trainer.job;

import dev.transferjob.protocol.Baseline;
import dev.transferjob.protocol.Gain;
import dev.transferjob.protocol.Metric;
import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.metrics.Evaluation;
import dev.transferjob.trainer.metrics.PairedGain;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.technique.Convergence;
import dev.transferjob.trainer.technique.ScratchBaseline;
import dev.transferjob.trainer.train.EpochRecord;
import dev.transferjob.trainer.train.Phase;
import dev.transferjob.trainer.train.TrainingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains the baseline and compares; whatever fails in it is told and does not fail the job. */
final class BaselineTraining {
  private static final Logger LOG = LoggerFactory.getLogger(BaselineTraining.class);
  private static final String NETWORK = "baseline";

  private final Convergence convergence;
  private final TrainingRun run;
  private final Measurement measurement;

  BaselineTraining(Convergence convergence, TrainingRun run, Measurement measurement) {
    this.convergence = convergence;
    this.run = run;
    this.measurement = measurement;
  }

  /** What came of it; the evaluation is absent if it failed. */
  record Outcome(Baseline baseline, Optional<Evaluation> evaluation) {

    List<Gain> gain(Evaluation model) {
      return evaluation.map(other -> List.of(PairedGain.accuracy(model, other))).orElse(List.of());
    }
  }

  /**
   * Trains a network in the job's places from {@code index} on.
   *
   * @param more measured of the trained network beside its quality
   */
  Outcome train(
      int index,
      Network network,
      Function<Network, List<Phase>> phases,
      Supplier<List<Metric>> more) {
    try {
      run.add(NETWORK, network);
      int place = index;
      for (Phase phase : phases.apply(network)) {
        run.train(place++, phase);
      }
      Evaluation evaluation = measurement.of(network);
      boolean isConverged = convergence.isReached(run.history(), network.classCount());
      var metrics = new ArrayList<Metric>(evaluation.metrics());
      metrics.addAll(more.get());
      return new Outcome(told(metrics, isConverged, null), Optional.of(evaluation));
    } catch (RuntimeException | OutOfMemoryError e) {
      run.requireGoingOn(e);
      String failure = e.getMessage() == null ? e.toString() : e.getMessage();
      LOG.warn("The baseline failed, the job goes on: {}", failure);
      return new Outcome(told(List.of(), false, failure), Optional.empty());
    }
  }

  private Baseline told(List<Metric> metrics, boolean isConverged, String failure) {
    return new Baseline(
        metrics,
        seconds(epoch -> epoch.stage() == Stage.Baseline),
        seconds(epoch -> epoch.stage() != Stage.Baseline),
        ScratchBaseline.stepsToBest(run.history()),
        isConverged,
        failure);
  }

  private double seconds(Predicate<EpochRecord> wanted) {
    return run.history().stream().filter(wanted).mapToDouble(EpochRecord::seconds).sum();
  }
}
