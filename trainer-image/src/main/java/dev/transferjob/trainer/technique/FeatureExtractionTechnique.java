package dev.transferjob.trainer.technique;

import dev.transferjob.api.FeatureExtraction;
import dev.transferjob.api.Head;
import dev.transferjob.api.HeadType;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.train.Phase;
import java.util.List;

/** The backbone stays as it is; a head is trained on what it sees. */
record FeatureExtractionTechnique(PlannedPhase.Course course, Head head, FeatureExtraction options)
    implements Technique {

  @Override
  public List<Phase> phases(Workshop workshop, Network network, Material material) {
    if (head.type() == HeadType.KNearestNeighbors) {
      var once = course.with(course.stage(), 1, course.recipe().withMaxSteps(1));
      return List.of(new NeighborsPhase(workshop, network, material, once));
    }
    var plan = new HeadPhase.Plan(course, head.source(), options.cacheFeatures(), options.views());
    return List.of(new HeadPhase(workshop, network, material, plan));
  }
}
