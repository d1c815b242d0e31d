package dev.transferjob.operator.faults;

import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJob;
import dev.transferjob.operator.queue.KueueLabels;
import dev.transferjob.operator.transferjob.TestWorld;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/** What a user does in one namespace, and what he waits for: each thing at most a minute. */
final class Scene {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final KubernetesClient admin;
  private final TestWorld world;
  private final String namespace;
  private final History history;
  private final Future<?> collector;
  private final String spec;

  /** Something did not come in time. */
  static final class TooLate extends Exception {
    TooLate(String what) {
      super(what + " was waited for, for 60 s");
    }
  }

  Scene(
      KubernetesClient admin,
      TestWorld world,
      String namespace,
      History history,
      Future<?> collector,
      String spec) {
    this.admin = admin;
    this.world = world;
    this.namespace = namespace;
    this.history = history;
    this.collector = collector;
    this.spec = spec;
  }

  void create() {
    world.create(namespace, spec);
  }

  /** Its children go as well, once the garbage collector has heard of its kind. */
  void delete() throws InterruptedException, ExecutionException {
    collector.get();
    world.stored(resource()).delete();
  }

  void suspend(boolean suspend) {
    world.suspend(resource(), suspend);
  }

  void deleteJob() {
    admin.batch().v1().jobs().inNamespace(namespace).delete();
  }

  void prioritise(String priorityClass) {
    var patch = "{\"spec\": {\"priorityClassName\": \"%s\"}}".formatted(priorityClass);
    world.stored(resource()).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  /** As Kueue does when there is room. */
  void admit() {
    var job = history.jobs().getFirst();
    admin
        .resource(job)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"suspend\": false}}");
  }

  void awaitEnd() throws InterruptedException, TooLate {
    awaitStatus("the end", resource -> resource.getStatus().isFinished());
  }

  void awaitSuspended() throws InterruptedException, TooLate {
    awaitStatus("Suspended", resource -> resource.getStatus().isTrue(ConditionType.Suspended));
  }

  void awaitTraining() throws InterruptedException, TooLate {
    awaitStatus("Training", resource -> resource.getStatus().isTrue(ConditionType.Running));
  }

  /** Its Job waits with this priority, and it says so. */
  void awaitQueued(String priorityClass) throws InterruptedException, TooLate {
    awaitStatus("Queued", resource -> resource.getStatus().isTrue(ConditionType.Queued));
    await(
        "priority " + priorityClass,
        h ->
            h.jobs().stream()
                .map(job -> job.getMetadata().getLabels().get(KueueLabels.PRIORITY))
                .anyMatch(priorityClass::equals));
  }

  void awaitGone() throws InterruptedException, TooLate {
    await("deletion", h -> h.resource().isEmpty());
  }

  void awaitNoJob() throws InterruptedException, TooLate {
    await("removal of the Job", h -> h.jobs().isEmpty());
  }

  private void awaitStatus(String what, Predicate<TransferJob> state)
      throws InterruptedException, TooLate {
    await(what, h -> h.resource().filter(r -> r.getStatus() != null).filter(state).isPresent());
  }

  private void await(String what, Predicate<History> state) throws InterruptedException, TooLate {
    if (!history.await(state, PATIENCE)) {
      throw new TooLate(what);
    }
  }

  private TransferJob resource() {
    return history.resource().orElseThrow();
  }
}
