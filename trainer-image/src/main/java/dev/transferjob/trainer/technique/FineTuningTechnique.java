package dev.transferjob.trainer.technique;

import dev.transferjob.api.ExitCode;
import dev.transferjob.api.FineTuning;
import dev.transferjob.api.HeadSource;
import dev.transferjob.api.LearningRateSchedule;
import dev.transferjob.api.Optimizer;
import dev.transferjob.api.OptimizerName;
import dev.transferjob.api.ScheduleType;
import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.TrainerException;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.Unit;
import dev.transferjob.trainer.train.Phase;
import dev.transferjob.trainer.train.Recipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * First a linear probe, then the chosen layers together at low rates (LP-FT; Kumar et al. 2022,
 * "Fine-tuning can distort pretrained features and underperform out-of-distribution").
 */
record FineTuningTechnique(PlannedPhase.Course course, HeadSource head, FineTuning options)
    implements Technique {
  /** Standardised features have a known scale, so the probe's rates suit every network. */
  private static final Optimizer PROBE = new Optimizer(OptimizerName.AdamW, "0.01", "0.01", null);

  private static final LearningRateSchedule PROBE_SCHEDULE =
      new LearningRateSchedule(ScheduleType.Cosine, "0");

  @Override
  public List<Phase> phases(Workshop workshop, Network network, Material material) {
    Set<Unit> trained = trainedUnits(network);
    var phases = new ArrayList<Phase>();
    // A kept head needs no warm-up, and without epochs nothing is trained at all.
    boolean isWarmedUp = head == HeadSource.New && course.epochs() > 0;
    int warmup = isWarmedUp ? options.headWarmupEpochs() : 0;
    Recipe recipe = course.recipe();
    Recipe probing = recipe.with(PROBE, PROBE_SCHEDULE, recipe.seed());
    var probe = new HeadPhase.Plan(course.with(Stage.HeadWarmup, warmup, probing), head, true);
    phases.add(new HeadPhase(workshop, network, material, probe));
    var main =
        new NetworkPhase.Plan(
            course,
            trained::contains,
            unit -> !options.freezeBatchNorm() && trained.contains(unit),
            Double.parseDouble(options.backboneLearningRateMultiplier()),
            Duration.ofDays(365));
    phases.add(new NetworkPhase(workshop, network, material, main));
    return List.copyOf(phases);
  }

  private Set<Unit> trainedUnits(Network network) {
    List<Unit> units = network.units();
    return switch (options.trainableLayers().mode()) {
      case All -> Set.copyOf(units);
      case HeadOnly -> Set.of();
      case LastN -> Set.copyOf(last(units, options.trainableLayers().lastN()));
    };
  }

  private static List<Unit> last(List<Unit> units, int count) {
    if (count > units.size()) {
      throw new TrainerException(
          ExitCode.INVALID_SPEC,
          "fineTuning.trainableLayers.lastN is %d, but the backbone has %d units: %s"
              .formatted(count, units.size(), units.stream().map(Unit::name).toList()));
    }
    return units.subList(units.size() - count, units.size());
  }
}
