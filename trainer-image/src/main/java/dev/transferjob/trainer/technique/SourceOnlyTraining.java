package dev.transferjob.trainer.technique;

import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.random.Shuffle;
import dev.transferjob.trainer.train.Examples;
import dev.transferjob.trainer.train.Phase;
import java.time.Duration;
import java.util.List;

/** The job's own training from the same weights, but for what draws the domains together. */
public final class SourceOnlyTraining {
  private final TransferJobSpec spec;
  private final Workshop workshop;
  private final Network network;
  private final Material material;

  public SourceOnlyTraining(
      TransferJobSpec spec, Workshop workshop, Network network, Material material) {
    this.spec = spec;
    this.workshop = workshop;
    this.network = network;
    this.material = material;
  }

  public List<Phase> phases() {
    var own = PlannedPhase.Course.of(spec, material);
    var course = new PlannedPhase.Course(Stage.Baseline, own.epochs(), own.recipe(), own.loss());
    var limit = Duration.ofSeconds(spec.baseline().sourceOnly().maxSeconds());
    return DomainAdaptationTechnique.of(spec, course)
        .onSourceAlone(limit)
        .phases(workshop, network, material);
  }

  /**
   * Gives a trained network the BatchNorm statistics of the source, as if they had not been
   * measured on the target.
   */
  public void returnToSource(Phase trained, Runnable listen) {
    trained.arm();
    Examples source = material.train();
    long seed = spec.training().seed();
    var batches = Shuffle.epoch(source.size(), workshop.evaluationBatch(), seed, 0);
    new TargetView(workshop, network, material.target().orElseThrow(), listen)
        .reestimate(source.training(batches, seed, 0));
  }
}
