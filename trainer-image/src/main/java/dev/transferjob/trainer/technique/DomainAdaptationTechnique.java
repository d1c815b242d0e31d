package dev.transferjob.trainer.technique;

import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.train.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Training on a labelled source for an unlabelled target.
 *
 * @param tuning of a pre-trained network; absent where it starts from random weights
 * @param limit of the adaptation itself, not of the head's warm-up
 */
record DomainAdaptationTechnique(
    PlannedPhase.Course course,
    Optional<FineTuningTechnique> tuning,
    AdaptationPhase.Adaptation adaptation,
    Duration limit)
    implements Technique {

  static DomainAdaptationTechnique of(TransferJobSpec spec, PlannedPhase.Course course) {
    var tuning =
        Optional.ofNullable(spec.fineTuning())
            .map(options -> new FineTuningTechnique(course, spec.model().head().source(), options));
    var adaptation = AdaptationPhase.Adaptation.of(spec.domainAdaptation());
    return new DomainAdaptationTechnique(course, tuning, adaptation, Phase.UNLIMITED);
  }

  /** The same without the target. */
  DomainAdaptationTechnique onSourceAlone(Duration otherLimit) {
    return new DomainAdaptationTechnique(course, tuning, adaptation.sourceOnly(), otherLimit);
  }

  @Override
  public List<Phase> phases(Workshop workshop, Network network, Material material) {
    return tuning
        .map(
            technique ->
                technique.phases(
                    workshop, network, material, plan -> main(workshop, network, material, plan)))
        .orElseGet(
            () ->
                List.of(
                    main(
                        workshop,
                        network,
                        material,
                        NetworkPhase.Plan.whole(course, network, limit))));
  }

  private Phase main(
      Workshop workshop, Network network, Material material, NetworkPhase.Plan plan) {
    return new AdaptationPhase(workshop, network, material, plan.limited(limit), adaptation);
  }
}
