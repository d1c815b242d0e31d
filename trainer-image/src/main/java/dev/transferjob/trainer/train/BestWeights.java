package dev.transferjob.trainer.train;

import dev.transferjob.trainer.engine.TensorData;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a phase has changed of its network, as it was after the phase's best epoch. */
final class BestWeights {
  private final Map<String, TensorData> tensors = new LinkedHashMap<>();

  void keep(Phase phase) {
    tensors.clear();
    phase
        .network()
        .state()
        .forEach(
            (name, array) -> {
              if (phase.changes(name)) {
                tensors.put(name, new TensorData(array.getShape(), array.toFloatArray()));
              }
            });
  }

  /** Puts them back into the network. */
  void restore(Phase phase) {
    Map<String, TensorData> values = phase.network().copyState();
    values.putAll(tensors);
    phase.network().restore(values);
  }

  /** Takes those of a checkpoint. */
  void resume(Map<String, TensorData> saved) {
    tensors.putAll(saved);
  }

  void clear() {
    tensors.clear();
  }

  /** By name, for a checkpoint; empty before the first epoch's end. */
  Map<String, TensorData> tensors() {
    return tensors;
  }
}
