package dev.transferjob.trainer.technique;

import dev.transferjob.api.ExitCode;
import dev.transferjob.api.FineTuning;
import dev.transferjob.api.TrainableLayers;
import dev.transferjob.api.UnfreezeStep;
import dev.transferjob.trainer.TrainerException;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkParameter;
import dev.transferjob.trainer.model.Unit;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which of the backbone's parameters are trained from which epoch on.
 *
 * @param byEpoch names by the first epoch, counted from 0
 */
record TrainedLayers(TreeMap<Integer, Set<String>> byEpoch) {
  private static final String FIELD = "fineTuning.trainableLayers";

  /** All of them from the start. */
  static TrainedLayers all(Network network) {
    return of(network, FIELD, TrainableLayers.DEFAULT);
  }

  static TrainedLayers of(Network network, FineTuning options) {
    TrainedLayers layers = of(network, FIELD, options.trainableLayers());
    for (UnfreezeStep step : options.unfreezeSchedule()) {
      String field = "fineTuning.unfreezeSchedule[atEpoch=%d]".formatted(step.atEpoch());
      Set<String> next = names(network, field + ".trainableLayers", step.trainableLayers());
      Set<String> before = layers.byEpoch.lastEntry().getValue();
      if (!next.containsAll(before)) {
        throw invalid(
            "%s freezes again what was trained before it; name at least the layers of the step before"
                .formatted(field));
      }
      layers.byEpoch.put(step.atEpoch() - 1, next);
    }
    return layers;
  }

  private static TrainedLayers of(Network network, String field, TrainableLayers layers) {
    var byEpoch = new TreeMap<Integer, Set<String>>();
    byEpoch.put(0, names(network, field, layers));
    return new TrainedLayers(byEpoch);
  }

  Set<String> at(int epoch) {
    return byEpoch.floorEntry(epoch).getValue();
  }

  private static Set<String> names(Network network, String field, TrainableLayers layers) {
    List<NetworkParameter> backbone =
        network.parameters().stream().filter(parameter -> !parameter.inHead()).toList();
    return switch (layers.mode()) {
      case All -> names(backbone);
      case HeadOnly -> Set.of();
      case LastN -> {
        Set<String> units = lastUnits(network.units(), field, layers.lastN());
        yield names(backbone.stream().filter(one -> units.contains(one.unit())).toList());
      }
      case Pattern ->
          new TensorPattern(field + ".pattern", layers.pattern()).among(names(backbone));
    };
  }

  private static Set<String> names(List<NetworkParameter> parameters) {
    return parameters.stream().map(NetworkParameter::name).collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> lastUnits(List<Unit> units, String field, int count) {
    List<String> names = units.stream().map(Unit::name).toList();
    if (count > names.size()) {
      throw invalid(
          "%s.lastN is %d, but the backbone has %d units: %s"
              .formatted(field, count, names.size(), names));
    }
    return Set.copyOf(names.subList(names.size() - count, names.size()));
  }

  private static TrainerException invalid(String problem) {
    return new TrainerException(ExitCode.INVALID_SPEC, problem);
  }
}
