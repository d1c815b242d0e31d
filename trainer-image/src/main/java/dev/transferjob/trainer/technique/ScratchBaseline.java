package dev.transferjob.trainer.technique;

import dev.transferjob.api.FromScratchBaseline;
import dev.transferjob.api.LearningRateSchedule;
import dev.transferjob.api.Optimizer;
import dev.transferjob.api.OptimizerName;
import dev.transferjob.api.ScheduleType;
import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.random.Randomness;
import dev.transferjob.trainer.train.EpochRecord;
import dev.transferjob.trainer.train.Phase;
import dev.transferjob.trainer.train.Recipe;
import java.time.Duration;
import java.util.List;

/**
 * The same network from random weights on the same samples, as many seen as the job's own training
 * sees, with rates that suit it: AdamW at {@value #LEARNING_RATE}, a tenth of the steps of warm-up,
 * cosine decay.
 */
public final class ScratchBaseline {
  static final String LEARNING_RATE = "0.002";
  private static final long PURPOSE = 0xba5e;

  private final TransferJobSpec spec;
  private final FromScratchBaseline options;

  public ScratchBaseline(TransferJobSpec spec, FromScratchBaseline options) {
    this.spec = spec;
    this.options = options;
  }

  /** The seed of the baseline's weights. */
  public long seed() {
    return Randomness.seed(spec.training().seed(), PURPOSE);
  }

  /**
   * Its training.
   *
   * @param steps that the job itself has made
   */
  public Phase phase(Workshop workshop, Network network, Material material, long steps) {
    var course = PlannedPhase.Course.of(spec, material);
    Recipe recipe =
        course
            .recipe()
            .with(
                new Optimizer(OptimizerName.AdamW, LEARNING_RATE, "0.01", null),
                new LearningRateSchedule(ScheduleType.Cosine, "0.1"),
                seed())
            .withMaxSteps(steps);
    int epochs = recipe.epochs(material.train().size());
    var plan =
        NetworkPhase.Plan.whole(
            course.with(Stage.Baseline, epochs, recipe),
            network,
            Duration.ofSeconds(options.maxSeconds()));
    return new NetworkPhase(workshop, network, material, plan);
  }

  /** Steps of the baseline until the end of its best epoch: highest accuracy, then first. */
  public static long stepsToBest(List<EpochRecord> history) {
    long before = 0;
    long steps = 0;
    double best = Double.NEGATIVE_INFINITY;
    for (EpochRecord epoch : history) {
      double accuracy = epoch.metric("accuracy");
      if (epoch.stage() != Stage.Baseline) {
        before = epoch.step();
      } else if (accuracy > best) {
        best = accuracy;
        steps = epoch.step() - before;
      }
    }
    return steps;
  }
}
