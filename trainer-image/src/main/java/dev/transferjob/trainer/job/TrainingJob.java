package dev.transferjob.trainer.job;

import dev.transferjob.api.HeadSource;
import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.protocol.Candidate;
import dev.transferjob.protocol.Result;
import dev.transferjob.trainer.metrics.Evaluation;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkLoader;
import dev.transferjob.trainer.technique.Material;
import dev.transferjob.trainer.technique.ScratchBaseline;
import dev.transferjob.trainer.technique.Technique;
import dev.transferjob.trainer.technique.Workshop;
import dev.transferjob.trainer.train.Phase;
import dev.transferjob.trainer.train.TrainingRun;
import java.util.List;
import java.util.Optional;

/** One job between its loaded parts and its export: train, measure, compare. */
final class TrainingJob {
  private static final String MODEL = "model";

  private final TransferJobSpec spec;
  private final Material material;
  private final Network network;
  private final Workshop workshop;
  private final TrainingRun run;
  private final Measurement measurement;
  private final List<Candidate> candidates;

  TrainingJob(
      TransferJobSpec spec,
      Material material,
      Network network,
      Workshop workshop,
      TrainingRun run,
      Measurement measurement,
      List<Candidate> candidates) {
    this.spec = spec;
    this.material = material;
    this.network = network;
    this.workshop = workshop;
    this.run = run;
    this.measurement = measurement;
    this.candidates = candidates;
  }

  /** What is known once all is trained; the result has no digest yet. */
  record Trained(Result result, Evaluation evaluation, Optional<Evaluation> baseline) {}

  Trained train() {
    List<Phase> phases = Technique.of(spec, material).phases(workshop, network, material);
    WorkPlan.of(phases, material, measurement.samples().size(), spec.baseline() != null)
        .announce(workshop.tracker());
    run.add(MODEL, network);
    Optional<Evaluation> untouched = measureUntouched();
    for (int i = 0; i < phases.size(); i++) {
      run.train(i, phases.get(i));
    }
    Evaluation evaluation =
        spec.training().isOnlyScoring() && untouched.isPresent()
            ? untouched.get()
            : measurement.of(network);
    workshop.tracker().metrics(evaluation.metrics());
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
            run.untouched(),
            baseline.map(BaselineTraining.Outcome::baseline).orElse(null),
            baseline.map(outcome -> outcome.gain(evaluation)).orElse(List.of()),
            candidates);
    return new Trained(result, evaluation, baseline.flatMap(BaselineTraining.Outcome::evaluation));
  }

  private Optional<Evaluation> measureUntouched() {
    if (spec.model().head().source() != HeadSource.Pretrained || !run.untouched().isEmpty()) {
      return Optional.empty();
    }
    Evaluation evaluation = measurement.of(network);
    run.untouched(evaluation.metrics());
    return Optional.of(evaluation);
  }

  private Optional<BaselineTraining.Outcome> baseline(List<Phase> phases) {
    if (spec.baseline() == null) {
      return Optional.empty();
    }
    var baseline = new ScratchBaseline(spec, spec.baseline().fromScratch());
    Network scratch =
        new NetworkLoader(workshop.torch(), spec.model().head(), material.train().size())
            .fromScratch(spec.model().architecture(), network.classCount(), baseline.seed());
    long steps = run.stepsBefore(phases.size());
    try (scratch) {
      return Optional.of(
          new BaselineTraining(baseline, run, measurement)
              .train(
                  phases.size(), scratch, made -> baseline.phase(workshop, made, material, steps)));
    }
  }
}
