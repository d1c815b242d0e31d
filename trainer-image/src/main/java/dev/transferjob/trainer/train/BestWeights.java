package dev.transferjob.trainer.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.TensorState;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a phase has changed of its network, as it was after the phase's best epoch. */
final class BestWeights {
  private final Torch torch;
  private final Map<String, NDArray> tensors = new LinkedHashMap<>();
  private NDManager scope;

  BestWeights(Torch torch) {
    this.torch = torch;
    this.scope = torch.newScope();
  }

  void keep(Phase phase) {
    clear();
    phase
        .network()
        .state()
        .forEach(
            (name, tensor) -> {
              if (phase.changes(name)) {
                tensors.put(name, torch.cloned(scope, tensor));
              }
            });
  }

  /** Puts them back into the network. */
  void restore(Phase phase) {
    Map<String, NDArray> state = phase.network().state();
    tensors.forEach((name, best) -> torch.copy(best, state.get(name)));
  }

  /** Takes those of a checkpoint. */
  void resume(Map<String, TensorData> saved, Phase phase) {
    Map<String, NDArray> state = phase.network().state();
    saved.forEach(
        (name, values) -> {
          NDArray tensor = torch.cloned(scope, state.get(name));
          torch.copy(values, tensor);
          tensors.put(name, tensor);
        });
  }

  void clear() {
    tensors.clear();
    scope.close();
    scope = torch.newScope();
  }

  /** By name, for a checkpoint; empty before the first epoch's end. */
  Map<String, TensorData> tensors() {
    return TensorState.map(tensors, TensorData::live);
  }
}
