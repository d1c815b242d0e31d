package dev.transferjob.trainer.technique;

import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.train.Phase;
import dev.transferjob.trainer.train.Recipe;
import java.util.List;

/** A way to make a trained network out of a given one: phases in their order. */
public sealed interface Technique
    permits FeatureExtractionTechnique, FineTuningTechnique, ScratchTechnique {

  List<Phase> phases(Workshop workshop, Network network, Material material);

  static Technique of(TransferJobSpec spec) {
    double smoothing = Double.parseDouble(spec.imageClassification().labelSmoothing());
    Recipe recipe = Recipe.of(spec.training(), smoothing);
    int epochs = spec.training().epochs();
    return switch (spec.method()) {
      case FeatureExtraction ->
          new FeatureExtractionTechnique(
              recipe,
              epochs,
              spec.model().head().source(),
              spec.featureExtraction().cacheFeatures());
      case FineTuning ->
          new FineTuningTechnique(recipe, epochs, spec.model().head().source(), spec.fineTuning());
      case FromScratch -> new ScratchTechnique(recipe, epochs);
    };
  }
}
