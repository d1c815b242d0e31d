package dev.transferjob.operator.transferjob;

import dev.transferjob.api.Condition;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJobStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A pod on its way to its start: it is there, gets a node, its container is made. Mostly that is
 * over in a moment, so it is told only if it lasts; a thousand jobs that start at once would
 * otherwise write it down a thousand times, and an Event each.
 */
final class Startup {
  private static final Duration MOMENT = Duration.ofSeconds(5);
  private static final Set<Reason> STEPS = Set.of(Reason.PodPending, Reason.ContainerCreating);

  private Startup() {}

  /** How long {@code next} need not be written; zero if it tells more than such a step. */
  static Duration untilTold(
      TransferJobStatus old, TransferJobStatus next, Observed seen, Instant now) {
    return old != null && isOnlyAStep(old, next)
        ? seen.livePod().map(pod -> leftOfMoment(pod, now)).orElse(Duration.ZERO)
        : Duration.ZERO;
  }

  /** A pod that seems to come from the future is told of at once: some clock is wrong. */
  private static Duration leftOfMoment(Pod pod, Instant now) {
    var created = Instant.parse(pod.getMetadata().getCreationTimestamp());
    var left = Duration.between(now, created.plus(MOMENT));
    return left.isNegative() || left.compareTo(MOMENT) > 0 ? Duration.ZERO : left;
  }

  private static boolean isOnlyAStep(TransferJobStatus old, TransferJobStatus next) {
    return isStep(old) && isStep(next) && withoutStep(old).equals(withoutStep(next));
  }

  private static boolean isStep(TransferJobStatus status) {
    return status.condition(ConditionType.Running).filter(Startup::isStep).isPresent();
  }

  /** One that waits for something in particular says so in its message. */
  private static boolean isStep(Condition condition) {
    return step(condition).filter(it -> it.explain("").equals(condition.message())).isPresent();
  }

  private static Optional<Reason> step(Condition condition) {
    return Reason.named(condition.reason()).filter(STEPS::contains);
  }

  private static TransferJobStatus withoutStep(TransferJobStatus status) {
    return new TransferJobStatus(
        status.observedGeneration(),
        status.run(),
        null,
        status.conditions().stream().map(Startup::withoutStep).toList(),
        status.startTime(),
        status.completionTime(),
        status.progress(),
        status.metrics(),
        status.best(),
        status.checkpoint(),
        status.attempts(),
        status.attemptHistory(),
        status.usage(),
        status.queue(),
        null,
        status.result());
  }

  private static Condition withoutStep(Condition condition) {
    return step(condition).isEmpty()
        ? condition
        : new Condition(
            condition.type(),
            condition.status(),
            null,
            null,
            condition.lastTransitionTime(),
            condition.observedGeneration());
  }
}
