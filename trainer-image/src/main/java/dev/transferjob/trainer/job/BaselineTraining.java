package dev.transferjob.trainer.job;

import dev.transferjob.protocol.Baseline;
import dev.transferjob.protocol.Gain;
import dev.transferjob.protocol.Metric;
import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.metrics.Evaluation;
import dev.transferjob.trainer.metrics.PairedGain;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.technique.ScratchBaseline;
import dev.transferjob.trainer.train.EpochRecord;
import dev.transferjob.trainer.train.Phase;
import dev.transferjob.trainer.train.TrainingRun;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains the baseline and compares; whatever fails in it is told and does not fail the job. */
final class BaselineTraining {
  private static final Logger LOG = LoggerFactory.getLogger(BaselineTraining.class);
  private static final String NETWORK = "baseline";

  private final ScratchBaseline baseline;
  private final TrainingRun run;
  private final Measurement measurement;

  BaselineTraining(ScratchBaseline baseline, TrainingRun run, Measurement measurement) {
    this.baseline = baseline;
    this.run = run;
    this.measurement = measurement;
  }

  /** What came of it; the evaluation is absent if it failed. */
  record Outcome(Baseline baseline, Optional<Evaluation> evaluation) {

    List<Gain> gain(Evaluation model) {
      return evaluation.map(other -> List.of(PairedGain.accuracy(model, other))).orElse(List.of());
    }
  }

  Outcome train(int index, Network network, Function<Network, Phase> phase) {
    try {
      run.add(NETWORK, network);
      run.train(index, phase.apply(network));
      Evaluation evaluation = measurement.of(network);
      boolean isConverged = baseline.hasConverged(run.history(), network.classCount());
      return new Outcome(told(evaluation.metrics(), isConverged, null), Optional.of(evaluation));
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
