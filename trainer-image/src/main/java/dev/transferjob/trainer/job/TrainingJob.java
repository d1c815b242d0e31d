package dev.transferjob.trainer.job;

import dev.transferjob.api.BaselineSpec;
import dev.transferjob.api.DomainAdaptation;
import dev.transferjob.api.FromScratchBaseline;
import dev.transferjob.api.HeadSource;
import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.protocol.Adaptation;
import dev.transferjob.protocol.Candidate;
import dev.transferjob.protocol.Duplicates;
import dev.transferjob.protocol.Metric;
import dev.transferjob.protocol.Result;
import dev.transferjob.trainer.metrics.Evaluation;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkLoader;
import dev.transferjob.trainer.technique.Convergence;
import dev.transferjob.trainer.technique.Material;
import dev.transferjob.trainer.technique.ScratchBaseline;
import dev.transferjob.trainer.technique.SourceOnlyTraining;
import dev.transferjob.trainer.technique.Technique;
import dev.transferjob.trainer.technique.Workshop;
import dev.transferjob.trainer.train.BeforeTraining;
import dev.transferjob.trainer.train.Phase;
import dev.transferjob.trainer.train.TrainingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One job between its loaded parts and its export: train, measure, compare. */
final class TrainingJob {
  private static final String MODEL = "model";

  private final TransferJobSpec spec;
  private final Material material;
  private final Network network;
  private final Supplier<Network> fresh;
  private final Workshop workshop;
  private final TrainingRun run;
  private final Measurement measurement;
  private final List<Candidate> candidates;
  private final Duplicates duplicates;

  /**
   * A job of loaded parts.
   *
   * @param fresh makes the network again as it is before training
   */
  TrainingJob(
      TransferJobSpec spec,
      Material material,
      Network network,
      Supplier<Network> fresh,
      Workshop workshop,
      TrainingRun run,
      Measurement measurement,
      List<Candidate> candidates,
      Duplicates duplicates) {
    this.spec = spec;
    this.material = material;
    this.network = network;
    this.fresh = fresh;
    this.workshop = workshop;
    this.run = run;
    this.measurement = measurement;
    this.candidates = candidates;
    this.duplicates = duplicates;
  }

  /** What is known once all is trained; the result has no digest yet. */
  record Trained(Result result, Evaluation evaluation, Optional<Evaluation> baseline) {}

  Trained train() {
    List<Phase> phases = Technique.of(spec, material).phases(workshop, network, material);
    WorkPlan.of(phases, material, measurement.samples().size(), spec.baseline() != null)
        .announce(workshop.tracker());
    run.add(MODEL, network);
    Optional<AdaptationMeasurement> adapted = adapted();
    Optional<Evaluation> untouched = measureBefore(adapted);
    for (int i = 0; i < phases.size(); i++) {
      run.train(i, phases.get(i));
    }
    Evaluation evaluation =
        spec.training().isOnlyScoring() && untouched.isPresent()
            ? untouched.get()
            : measurement.of(network);
    workshop.tracker().metrics(evaluation.metrics());
    BeforeTraining before = run.before().orElseThrow();
    Optional<Adaptation> adaptation =
        adapted.map(measured -> measured.outcome(before.domainGap(), run.history()));
    Optional<BaselineTraining.Outcome> baseline = baseline(phases);
    var result =
        new Result(
            spec.output().uri(),
            null,
            network.classCount(),
            run.isExact(),
            measurement.split(),
            evaluation.samples(),
            evaluation.metrics(),
            before.quality(),
            baseline.map(BaselineTraining.Outcome::baseline).orElse(null),
            baseline.map(outcome -> outcome.gain(evaluation)).orElse(List.of()),
            candidates,
            adaptation.orElse(null),
            duplicates.any() ? duplicates : null);
    return new Trained(result, evaluation, baseline.flatMap(BaselineTraining.Outcome::evaluation));
  }

  private Optional<AdaptationMeasurement> adapted() {
    return Optional.ofNullable(spec.domainAdaptation())
        .map(
            options ->
                new AdaptationMeasurement(options, workshop, network, material, measurement));
  }

  /** Returns the evaluation that it needed, if any. */
  private Optional<Evaluation> measureBefore(Optional<AdaptationMeasurement> adapted) {
    if (run.before().isPresent()) {
      return Optional.empty();
    }
    Optional<Evaluation> evaluation =
        spec.model().head().source() == HeadSource.Pretrained
            ? Optional.of(measurement.of(network))
            : Optional.empty();
    run.before(
        new BeforeTraining(
            evaluation.map(Evaluation::metrics).orElse(List.of()),
            adapted.map(AdaptationMeasurement::gap).orElse(null)));
    return evaluation;
  }

  private Optional<BaselineTraining.Outcome> baseline(List<Phase> phases) {
    BaselineSpec wanted = spec.baseline();
    if (wanted == null) {
      return Optional.empty();
    }
    int index = phases.size();
    return Optional.of(
        wanted.sourceOnly() == null ? fromScratch(index, wanted.fromScratch()) : sourceOnly(index));
  }

  private BaselineTraining.Outcome fromScratch(int index, FromScratchBaseline options) {
    var baseline = new ScratchBaseline(spec, options);
    long steps = run.stepsBefore(index);
    try (Network scratch =
        new NetworkLoader(workshop.torch(), spec.model().head(), material.train().size())
            .fromScratch(spec.model().architecture(), network.classCount(), baseline.seed())) {
      return training()
          .train(
              index,
              scratch,
              made -> List.of(baseline.phase(workshop, made, material, steps)),
              List::of);
    }
  }

  private BaselineTraining.Outcome sourceOnly(int index) {
    DomainAdaptation options = spec.domainAdaptation();
    try (Network other = fresh.get()) {
      var baseline = new SourceOnlyTraining(spec, workshop, other, material);
      return training()
          .train(
              index,
              other,
              _ -> baseline.phases(),
              () -> {
                var metrics = new ArrayList<Metric>();
                double gap =
                    new AdaptationMeasurement(options, workshop, other, material, measurement)
                        .gap();
                metrics.add(new Metric(AdaptationMeasurement.GAP, gap));
                if (options.reestimateBatchNorm()) {
                  baseline.returnToSource(baseline.phases().getLast(), workshop.stop()::check);
                  double accuracy = measurement.of(other).accuracy();
                  metrics.add(new Metric("accuracyWithoutReestimation", accuracy));
                }
                return metrics;
              });
    }
  }

  private BaselineTraining training() {
    double smoothing = Double.parseDouble(spec.imageClassification().labelSmoothing());
    return new BaselineTraining(new Convergence(smoothing), run, measurement);
  }
}
