package dev.transferjob.trainer.technique;

import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.train.Phase;
import java.util.List;

/** Random weights, all of them trained. */
record ScratchTechnique(PlannedPhase.Course course) implements Technique {

  @Override
  public List<Phase> phases(Workshop workshop, Network network, Material material) {
    var plan = NetworkPhase.Plan.whole(course, network, Phase.UNLIMITED);
    return List.of(new NetworkPhase(workshop, network, material, plan));
  }
}
