package dev.transferjob.trainer.technique;

import dev.transferjob.api.FineTuning;
import dev.transferjob.api.HeadSource;
import dev.transferjob.api.LearningRateSchedule;
import dev.transferjob.api.Optimizer;
import dev.transferjob.api.OptimizerName;
import dev.transferjob.api.ScheduleType;
import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.model.Anchors;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkParameter;
import dev.transferjob.trainer.train.Phase;
import dev.transferjob.trainer.train.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

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
    return phases(
        workshop, network, material, plan -> new NetworkPhase(workshop, network, material, plan));
  }

  /** The same with another training behind the warm-up. */
  List<Phase> phases(
      Workshop workshop,
      Network network,
      Material material,
      Function<NetworkPhase.Plan, Phase> training) {
    TrainedLayers layers = TrainedLayers.of(network, options);
    var phases = new ArrayList<Phase>();
    // A kept head needs no warm-up, and without epochs nothing is trained at all.
    boolean isWarmedUp = head == HeadSource.New && course.epochs() > 0;
    int warmup = isWarmedUp ? options.headWarmupEpochs() : 0;
    Recipe recipe = course.recipe();
    Recipe probing = recipe.with(PROBE, PROBE_SCHEDULE, recipe.seed());
    var probe = new HeadPhase.Plan(course.with(warmupStage(), warmup, probing), head, true, 1);
    phases.add(new HeadPhase(workshop, network, material, probe));
    var rates =
        new LayerRates(
            Double.parseDouble(options.backboneLearningRateMultiplier()),
            Double.parseDouble(options.layerLearningRateDecay()));
    var main =
        new NetworkPhase.Plan(
            course,
            layers,
            !options.freezeBatchNorm(),
            rates,
            anchors(network),
            Phase.UNLIMITED,
            warmup > 0);
    phases.add(training.apply(main));
    return List.copyOf(phases);
  }

  /** All phases of a baseline are its own. */
  private Stage warmupStage() {
    return course.stage() == Stage.Baseline ? Stage.Baseline : Stage.HeadWarmup;
  }

  /** The backbone's pre-trained weights, which the network still has here. */
  private Anchors anchors(Network network) {
    double strength = Double.parseDouble(options.l2Sp());
    if (strength == 0) {
      return Anchors.NONE;
    }
    Map<String, TensorData> values = network.copyState();
    Set<String> pulled =
        network.parameters().stream()
            .filter(NetworkParameter::decays)
            .map(NetworkParameter::name)
            .filter(name -> !network.tellsClassesApart(name))
            .collect(Collectors.toSet());
    values.keySet().retainAll(pulled);
    return new Anchors(strength, values);
  }
}
