package dev.transferjob.trainer.job;

import dev.transferjob.api.DomainAdaptation;
import dev.transferjob.protocol.Adaptation;
import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.domain.Collapse;
import dev.transferjob.trainer.domain.TargetPredictions;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.technique.Material;
import dev.transferjob.trainer.technique.TargetDomain;
import dev.transferjob.trainer.technique.TargetView;
import dev.transferjob.trainer.technique.Workshop;
import dev.transferjob.trainer.train.EpochRecord;
import java.util.List;
import java.util.Optional;

/** What is measured only where a network is adapted to another domain. */
final class AdaptationMeasurement {
  static final String GAP = "domainGap";

  private final DomainAdaptation spec;
  private final Network network;
  private final Material material;
  private final TargetDomain target;
  private final Measurement measurement;
  private final TargetView view;

  AdaptationMeasurement(
      DomainAdaptation spec,
      Workshop workshop,
      Network network,
      Material material,
      Measurement measurement) {
    this.spec = spec;
    this.network = network;
    this.material = material;
    this.target = material.target().orElseThrow();
    this.measurement = measurement;
    this.view = new TargetView(workshop, network, target, workshop.stop()::check);
  }

  /** How far the domains are apart for the network as it is. */
  double gap() {
    return view.gap();
  }

  /** The outcome, once all is trained. */
  Adaptation outcome(double gapBefore, List<EpochRecord> history) {
    TargetPredictions predictions = view.predictions();
    double sourceAccuracy = measurement.on(material.validation(), network).accuracy();
    return new Adaptation(
        spec.algorithm().name(),
        spec.validator().name(),
        predictions.score(spec.validator()),
        sourceAccuracy,
        target.accuracy(predictions.labels()).orElse(null),
        gapBefore,
        view.gap(),
        collapse(predictions, sourceAccuracy, history));
  }

  private String collapse(
      TargetPredictions predictions, double sourceAccuracy, List<EpochRecord> history) {
    var collapse = new Collapse(material.train().labels(), network.classCount());
    Optional<String> ofModel = collapse.of(predictions.effectiveClasses(), sourceAccuracy);
    if (ofModel.isPresent()) {
      return "%s: do not use this model; lower domainAdaptation.tradeOff (%s), choose MMD or CORAL, or start from better weights"
          .formatted(ofModel.get(), spec.tradeOff());
    }
    return history.stream()
        .filter(epoch -> epoch.stage() == Stage.Training)
        .reduce((first, second) -> second)
        .flatMap(last -> collapse.of(last.metric("effectiveClasses"), last.metric("accuracy")))
        .map(
            problem ->
                "at the end of training %s; the epoch that is kept is from before: try a domainAdaptation.tradeOff below %s, MMD or CORAL"
                    .formatted(problem, spec.tradeOff()))
        .orElse(null);
  }
}
