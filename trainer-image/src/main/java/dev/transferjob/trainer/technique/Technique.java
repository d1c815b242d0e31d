package dev.transferjob.trainer.technique;

import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.train.Phase;
import java.util.List;

/** A way to make a trained network out of a given one: phases in their order. */
public sealed interface Technique
    permits FeatureExtractionTechnique,
        FineTuningTechnique,
        DomainAdaptationTechnique,
        ScratchTechnique {

  List<Phase> phases(Workshop workshop, Network network, Material material);

  static Technique of(TransferJobSpec spec, Material material) {
    var course = PlannedPhase.Course.of(spec, material);
    return switch (spec.method()) {
      case FeatureExtraction ->
          new FeatureExtractionTechnique(course, spec.model().head(), spec.featureExtraction());
      case FineTuning ->
          new FineTuningTechnique(course, spec.model().head().source(), spec.fineTuning());
      case DomainAdaptation -> DomainAdaptationTechnique.of(spec, course);
      case FromScratch -> new ScratchTechnique(course);
    };
  }
}
