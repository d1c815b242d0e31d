package dev.transferjob.trainer.technique;

import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.train.Phase;
import dev.transferjob.trainer.train.Recipe;
import java.time.Duration;
import java.util.List;

/** Random weights, all of them trained. */
record ScratchTechnique(Recipe recipe, int epochs) implements Technique {

  @Override
  public List<Phase> phases(Workshop workshop, Network network, Material material) {
    var plan =
        new NetworkPhase.Plan(
            Stage.Training, epochs, recipe, unit -> true, unit -> true, 1, Duration.ofDays(365));
    return List.of(new NetworkPhase(workshop, network, material, plan));
  }
}
