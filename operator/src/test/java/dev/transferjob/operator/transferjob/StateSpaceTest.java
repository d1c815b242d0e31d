package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.operator.transferjob.World.Left;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The decisions of the operator, tried in every state that a small cluster can come to: pods fail,
 * succeed, are preempted, lost and deleted, Jobs are deleted, let into a queue and taken back, the
 * job is suspended and resumed, the operator is killed in the middle, time passes, and events are
 * late.
 */
class StateSpaceTest {
  @Test
  void everyExitCodeUnderFaultsAndEdits() {
    explore("", 2, List.of(0, 1, 42, 143), false, new Left(2, 2, 0), 50_000);
  }

  @Test
  void lateEvents() {
    explore("", 1, List.of(0, 1, 143), true, new Left(1, 1, 0), 20_000);
  }

  @Test
  void deadlinesAndTimeToLive() {
    var spec = "activeDeadlineSeconds: 60\nstartDeadlineSeconds: 60\nttlSecondsAfterFinished: 30\n";
    explore(spec, 1, List.of(0, 1, 143), false, new Left(2, 1, 5), 50_000);
  }

  @Test
  void queueThatTakesBackWhatItGave() {
    explore("queueName: gpus\n", 1, List.of(0, 1, 75, 143), false, new Left(1, 3, 0), 20_000);
  }

  private static void explore(
      String spec, int backoffLimit, List<Integer> codes, boolean late, Left left, int limit) {
    // Given
    var operator =
        new ModelOperator(new ModelObjects("backoffLimit: " + backoffLimit + "\n" + spec));
    var moves = new Moves(backoffLimit, codes, late, spec.contains("queueName"));
    var space = new StateSpace(operator, moves, new Invariants(backoffLimit, 60L, 60L), limit);

    // When
    var broken = space.explore(StateSpace.beginning(false, left));

    // Then
    System.out.println("%d states, %d transitions".formatted(space.states(), space.transitions()));
    assertThat(broken).isEmpty();
    assertThat(space.states()).isEqualTo(limit);
  }
}
