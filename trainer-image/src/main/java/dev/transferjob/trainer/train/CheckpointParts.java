package dev.transferjob.trainer.train;

import dev.transferjob.protocol.Checkpoint;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.model.TensorState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a run's checkpoints hold: the networks, and while a phase runs its optimizer and the like.
 */
final class CheckpointParts {
  private static final String OPTIMIZER = "optimizer";
  private static final String OBJECTIVE = "objective";
  private static final String BEST = "best";

  private final Checkpointer checkpointer;
  private final Optional<Checkpointer.Saved> saved;
  private final Map<String, TensorState> networks = new LinkedHashMap<>();
  private Optional<Running> running = Optional.empty();

  /**
   * What is there only while a phase runs.
   *
   * @param best of the phase's weights so far
   */
  private record Running(Objective objective, PhaseOptimizer optimizer, BestWeights best) {}

  /**
   * For a run that goes on from a checkpoint, or starts.
   *
   * @param saved the checkpoint, if there is one
   */
  CheckpointParts(Checkpointer checkpointer, Optional<Checkpointer.Saved> saved) {
    this.checkpointer = checkpointer;
    this.saved = saved;
  }

  /** Adds a network; it gets the values that the checkpoint has for it. */
  void add(String name, TensorState network) {
    networks.put(name, network);
    saved.flatMap(found -> found.tensors(name)).ifPresent(network::restore);
  }

  void enter(Objective objective, PhaseOptimizer optimizer, BestWeights best) {
    running = Optional.of(new Running(objective, optimizer, best));
  }

  void leave() {
    running = Optional.empty();
  }

  /** Puts the checkpoint's values into the phase that it was made in. */
  void resume(Phase phase) {
    Running parts = running.orElseThrow();
    saved.flatMap(found -> found.tensors(OBJECTIVE)).ifPresent(parts.objective()::restore);
    saved.flatMap(found -> found.tensors(OPTIMIZER)).ifPresent(parts.optimizer()::restore);
    saved
        .flatMap(found -> found.tensors(BEST))
        .ifPresent(tensors -> parts.best().resume(tensors, phase));
  }

  boolean isDue() {
    return checkpointer.isDue();
  }

  void requireOwnership() {
    checkpointer.requireOwnership();
  }

  Checkpoint save(TrainingState state) {
    var sets = new LinkedHashMap<String, Map<String, TensorData>>();
    networks.forEach((name, network) -> sets.put(name, network.liveState()));
    running.ifPresent(
        phase -> {
          sets.put(OPTIMIZER, phase.optimizer().state());
          putUnlessEmpty(sets, OBJECTIVE, phase.objective().copyState());
          putUnlessEmpty(sets, BEST, phase.best().tensors());
        });
    return checkpointer.save(state, sets);
  }

  private static void putUnlessEmpty(
      Map<String, Map<String, TensorData>> sets, String name, Map<String, TensorData> tensors) {
    if (!tensors.isEmpty()) {
      sets.put(name, tensors);
    }
  }
}
