package dev.transferjob.trainer.technique;

import ai.djl.ndarray.NDManager;
import dev.transferjob.api.AdaptationAlgorithm;
import dev.transferjob.api.AdaptationValidator;
import dev.transferjob.api.DomainAdaptation;
import dev.transferjob.protocol.Metric;
import dev.transferjob.trainer.domain.Collapse;
import dev.transferjob.trainer.domain.DomainBatch;
import dev.transferjob.trainer.domain.DomainLoss;
import dev.transferjob.trainer.domain.Ramp;
import dev.transferjob.trainer.domain.TargetPredictions;
import dev.transferjob.trainer.metrics.Evaluation;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkParameter;
import dev.transferjob.trainer.random.Randomness;
import dev.transferjob.trainer.train.EpochScore;
import dev.transferjob.trainer.train.Objective;
import dev.transferjob.trainer.train.PhaseScorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Trains on the labelled source while it draws the unlabelled target to it. After each epoch
 * BatchNorm's statistics are measured anew on the target, and the validator judges the network by
 * its predictions there.
 */
final class AdaptationPhase extends NetworkPhase {
  private static final long PURPOSE = 0xda;

  private final TargetDomain target;
  private final Adaptation adaptation;
  private Optional<DomainLoss> domain = Optional.empty();
  private Optional<TargetStream> stream = Optional.empty();

  /**
   * How the domains are drawn together.
   *
   * @param algorithm absent to train on the source alone
   * @param reestimates whether BatchNorm's statistics are measured on the target
   */
  record Adaptation(
      Optional<AdaptationAlgorithm> algorithm,
      double tradeOff,
      boolean reestimates,
      AdaptationValidator validator) {

    static Adaptation of(DomainAdaptation spec) {
      return new Adaptation(
          Optional.of(spec.algorithm()),
          Double.parseDouble(spec.tradeOff()),
          spec.reestimateBatchNorm(),
          spec.validator());
    }

    Adaptation sourceOnly() {
      return new Adaptation(Optional.empty(), 0, reestimates, validator);
    }
  }

  AdaptationPhase(
      Workshop workshop, Network network, Material material, Plan plan, Adaptation adaptation) {
    super(workshop, network, material, plan);
    this.target = material.target().orElseThrow();
    this.adaptation = adaptation;
  }

  /** Its epochs are judged on the target, those of a warm-up on the source. */
  @Override
  public boolean refines() {
    return false;
  }

  @Override
  public Objective objective() {
    return adaptation.algorithm().map(this::adapting).orElseGet(super::objective);
  }

  private Objective adapting(AdaptationAlgorithm algorithm) {
    long seed = Randomness.seed(recipe().seed(), PURPOSE);
    var loss =
        DomainLoss.of(
            workshop.torch(), algorithm, network.featureCount(), network.classCount(), seed);
    var batches = new TargetStream(target.images(), recipe().batchSize(), seed);
    domain = Optional.of(loss);
    stream = Optional.of(batches);
    return new AdaptationObjective(
        workshop, network, this::objective, loss, batches, new Ramp(adaptation.tradeOff()));
  }

  @Override
  public EpochScore score(PhaseScorer scorer) {
    stream.ifPresent(TargetStream::pause);
    var view = new TargetView(workshop, network, target, scorer::listen);
    if (adaptation.reestimates()) {
      view.reestimate();
    }
    Evaluation source = scorer.of(validation(), this::evaluate);
    var metrics = new ArrayList<Metric>(source.metrics());
    TargetPredictions predictions = view.predictions();
    double value = predictions.score(adaptation.validator());
    metrics.add(new Metric(adaptation.validator().metric(), value));
    metrics.add(new Metric("effectiveClasses", predictions.effectiveClasses()));
    target
        .accuracy(predictions.labels())
        .ifPresent(accuracy -> metrics.add(new Metric("targetAccuracy", accuracy)));
    metrics.addAll(ofDomains(view));
    return new EpochScore(
        metrics,
        new Collapse(train().labels(), network.classCount())
            .of(predictions.effectiveClasses(), source.accuracy())
            .isEmpty(),
        adaptation.validator().metric(),
        value,
        adaptation.validator().isHigherBetter(),
        0);
  }

  /** Two passes a step have no use for an auxiliary head. */
  @Override
  public Predicate<NetworkParameter> trained() {
    return super.trained().and(parameter -> !network.inAuxiliary(parameter.name()));
  }

  private List<Metric> ofDomains(TargetView view) {
    try (NDManager scope = workshop.torch().newScope()) {
      DomainBatch sample = view.sample(scope);
      var metrics = new ArrayList<Metric>();
      metrics.add(new Metric("domainGap", view.gap(sample)));
      domain
          .flatMap(loss -> loss.discriminatorAccuracy(sample))
          .ifPresent(share -> metrics.add(new Metric("discriminatorAccuracy", share)));
      return metrics;
    }
  }

  @Override
  public double trainingWork() {
    return adaptation.algorithm().isPresent() ? 2 * super.trainingWork() : super.trainingWork();
  }

  /** The target is looked at twice, the samples of both domains once. */
  @Override
  public double evaluationWork() {
    double more = 2.0 * target.images().size() + 2.0 * target.sample().size();
    return super.evaluationWork() + more / Math.max(1, validation().size());
  }
}
