package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.ExitCode;
import dev.transferjob.operator.transferjob.World.Left;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The decisions of the operator, tried in every state that a small cluster can come to: pods fail,
 * succeed, are preempted, lost and deleted, Jobs are deleted, let into a queue and taken back, the
 * job is suspended and resumed, the operator is killed in the middle, time passes, and events are
 * late.
 */
class StateSpaceTest {
  /** One exit code of each kind, and one that no table has. */
  private static final List<Integer> CODES = List.of(0, 75, 42, 143, 99);

  @Test
  void codesAreOfEveryKind() {
    assertThat(CODES).map(ExitCode::of).map(ExitCode::kind).contains(ExitCode.Kind.values());
    assertThat(CODES).anyMatch(code -> ExitCode.of(code).code() != code);
  }

  @Test
  void everyExitCodeUnderFaultsAndEdits() {
    var ends = explore("", 2, CODES, false, new Left(2, 2, 0), 50_000);

    assertThat(ends).contains("Completed", "DataInvalid");
  }

  @Test
  void lateEvents() {
    explore("", 1, List.of(0, 1, 143), true, new Left(1, 1, 0), 20_000);
  }

  @Test
  void deadlinesAndTimeToLive() {
    var spec = "activeDeadlineSeconds: 60\nstartDeadlineSeconds: 60\nttlSecondsAfterFinished: 30\n";
    var ends = explore(spec, 1, List.of(0, 1, 143), false, new Left(2, 1, 5), 50_000);

    assertThat(ends).contains("DeadlineExceeded", "StartDeadlineExceeded");
  }

  @Test
  void queueThatTakesBackWhatItGave() {
    explore("queueName: gpus\n", 1, List.of(0, 1, 75, 143), false, new Left(1, 3, 0), 20_000);
  }

  /** The reasons that jobs ended with. */
  private static Set<String> explore(
      String spec, int backoffLimit, List<Integer> codes, boolean late, Left left, int limit) {
    // Given
    var operator =
        new ModelOperator(new ModelObjects("backoffLimit: " + backoffLimit + "\n" + spec));
    var moves = new Moves(backoffLimit, codes, late, spec.contains("queueName"));
    var deadline = spec.contains("DeadlineSeconds") ? 60L : null;
    var promises = new Invariants(backoffLimit, deadline, deadline);
    var space = new StateSpace(operator, moves, promises, limit);

    // When
    var broken = space.explore(StateSpace.beginning(false, left));

    // Then
    System.out.println("%d states, %d transitions".formatted(space.states(), space.transitions()));
    assertThat(broken).isEmpty();
    assertThat(space.states()).isEqualTo(limit);
    return space.ends();
  }
}
