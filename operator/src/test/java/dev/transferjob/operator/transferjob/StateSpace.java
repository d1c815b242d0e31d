package dev.transferjob.operator.transferjob;

import dev.transferjob.api.Condition;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.operator.transferjob.Moves.Move;
import dev.transferjob.operator.transferjob.World.Left;
import dev.transferjob.operator.transferjob.World.ModelJob;
import dev.transferjob.operator.transferjob.World.ModelPod;
import dev.transferjob.operator.transferjob.World.Stored;
import dev.transferjob.operator.transferjob.World.Truth;
import dev.transferjob.operator.transferjob.World.View;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Visits every state that can be reached, the nearest ones first and always in the same order; of a
 * space that is too large, so many as it is told to.
 */
final class StateSpace {
  private final ModelOperator operator;
  private final Moves moves;
  private final Invariants invariants;
  private final int limit;
  private final Map<World, Step> reached = new HashMap<>();
  private final ArrayDeque<World> open = new ArrayDeque<>();
  private long transitions;

  /** How a state was reached first; {@code from} is null for the beginning. */
  private record Step(World from, String move) {}

  StateSpace(ModelOperator operator, Moves moves, Invariants invariants, int limit) {
    this.operator = operator;
    this.moves = moves;
    this.invariants = invariants;
    this.limit = limit;
  }

  static World beginning(boolean suspended, Left left) {
    var stored = new Stored(suspended, 1, null);
    return new World(
        stored,
        List.<ModelJob>of(),
        List.<ModelPod>of(),
        new View(stored, List.of(), List.of(), false),
        Truth.NEW,
        0,
        left);
  }

  int states() {
    return reached.size();
  }

  /** The reasons that jobs ended with. */
  Set<String> ends() {
    return reached.keySet().stream()
        .flatMap(world -> Stream.ofNullable(world.stored().status()))
        .filter(TransferJobStatus::isFinished)
        .flatMap(status -> status.condition(ConditionType.Running).stream())
        .map(Condition::reason)
        .collect(Collectors.toSet());
  }

  long transitions() {
    return transitions;
  }

  /** The first broken promise with the way to it, or an empty text. */
  String explore(World beginning) {
    reach(beginning, new Step(null, "beginning"));
    while (!open.isEmpty()) {
      var world = open.remove();
      var broken = new ArrayList<>(invariants.ofState(world));
      var outcome = operator.reconcile(world);
      broken.addAll(invariants.ofStep(world, outcome));
      broken.addAll(invariants.ofRest(world, operator));
      if (!broken.isEmpty()) {
        return broken + "\n" + way(world) + world;
      }
      moves.of(world).forEach(move -> reach(world, move));
      reach(world, new Move("reconcile", outcome.written()));
      if (!outcome.acted().equals(world) && world.left().faults() > 0) {
        // The operator is killed between its act and its status; a new one has fresh caches.
        reach(world, new Move("reconcile, killed", outcome.acted().fault().restarted()));
      }
    }
    return "";
  }

  private void reach(World from, Move move) {
    transitions++;
    if (!move.next().equals(from)) {
      reach(move.next(), new Step(from, move.name()));
    }
  }

  private void reach(World world, Step step) {
    if (reached.size() < limit && reached.putIfAbsent(world, step) == null) {
      open.add(world);
    }
  }

  private String way(World world) {
    var names = new ArrayDeque<String>();
    for (var step = reached.get(world); step.from() != null; step = reached.get(step.from())) {
      names.push(step.move());
    }
    return String.join("\n", names) + "\n";
  }
}
