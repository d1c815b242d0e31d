package dev.transferjob.trainer.technique;

import dev.transferjob.api.HeadSource;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.train.Phase;
import java.util.List;

/** The backbone stays as it is; a head is trained on what it sees. */
record FeatureExtractionTechnique(PlannedPhase.Course course, HeadSource head, boolean isCached)
    implements Technique {

  @Override
  public List<Phase> phases(Workshop workshop, Network network, Material material) {
    var plan = new HeadPhase.Plan(course, head, isCached);
    return List.of(new HeadPhase(workshop, network, material, plan));
  }
}
