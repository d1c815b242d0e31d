package dev.transferjob.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.cluster.junit.WithCluster;
import dev.transferjob.operator.transferjob.Kubelet;
import dev.transferjob.operator.transferjob.PackagedOperator;
import dev.transferjob.operator.transferjob.TestWorld;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator is replaced by another build and comes back, while one job runs and one is over. The
 * other build is this one, or {@code -Dtransferjob.previous=.../quarkus-app/quarkus-run.jar}.
 */
@WithCluster
class UpgradeIT {
  private static final Path PREVIOUS =
      Path.of(System.getProperty("transferjob.previous", PackagedOperator.JAR.toString()));
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
  @TempDir private Path folder;
  private KubernetesClient admin;
  private TestWorld world;
  private Watcher watcher;

  @BeforeEach
  void begin(KubernetesClient client) {
    admin = client;
    world = new TestWorld(admin).install();
    admin.leases().inNamespace("ops").delete();
    watcher = new Watcher(admin);
  }

  @AfterEach
  void end() {
    watcher.close();
    timer.shutdownNow();
  }

  @Test
  void upgradeAndReturnRestartNothingAndForgetNothing() throws Exception {
    // Given
    History running;
    History over;
    TransferJobStatus ofRunning;
    TransferJobStatus ofOver;
    try (var previous = operator(PREVIOUS, "previous")) {
      running = job("running", Workload.JOB_DELETED);
      over = job("over", Workload.SUCCESS);
      ofRunning = await(running, status -> status.isTrue(ConditionType.Running));
      ofOver = await(over, status -> status.isTrue(ConditionType.Complete));
      assertThat(previous.stop()).isEqualTo(143);
    }

    // When
    try (var current = operator(PackagedOperator.JAR, "current")) {
      works("upgraded");
      assertThat(status(running)).isEqualTo(ofRunning);
      assertThat(status(over)).isEqualTo(ofOver);
      assertThat(current.stop()).isEqualTo(143);
    }
    try (var previous = operator(PREVIOUS, "returned")) {
      works("returned");
      assertThat(status(running)).isEqualTo(ofRunning);
      assertThat(previous.stop()).isEqualTo(143);
    }

    // Then
    try (var _ = operator(PackagedOperator.JAR, "again")) {
      Pod pod = running.pods().getFirst();
      new Kubelet(admin, pod.getMetadata().getNamespace())
          .end(admin.resource(pod).get(), 0, "Completed", null);
      await(running, status -> status.isTrue(ConditionType.Complete));
    }
    for (History history : new History[] {running, over}) {
      assertThat(history.counts()).isEqualTo("Jobs created 1, deleted 0; pods created 1");
      assertThat(history.broken()).isEmpty();
    }
    assertThat(status(over)).isEqualTo(ofOver);
    assertThat(watcher.isComplete()).isTrue();
  }

  private PackagedOperator operator(Path jar, String name) throws IOException {
    var files = Files.createDirectories(folder.resolve(name));
    var operator = new PackagedOperator(jar, files, world.operatorConfig(), Map.of());
    operator.awaitReady();
    return operator;
  }

  private History job(String namespace, Workload workload) {
    var history =
        watcher.follow(world.namespace(namespace), new Stage(admin, namespace, workload, timer));
    world.create(namespace, workload.spec());
    return history;
  }

  /** Whoever has completed a job has seen the others, too. */
  private void works(String namespace) throws InterruptedException {
    await(job(namespace, Workload.SUCCESS), status -> status.isTrue(ConditionType.Complete));
  }

  private static TransferJobStatus await(History history, Predicate<TransferJobStatus> state)
      throws InterruptedException {
    assertThat(history.await(h -> optional(h).filter(state).isPresent(), PATIENCE)).isTrue();
    return status(history);
  }

  private static TransferJobStatus status(History history) {
    return optional(history).orElseThrow();
  }

  private static Optional<TransferJobStatus> optional(History history) {
    return history.resource().flatMap(resource -> Optional.ofNullable(resource.getStatus()));
  }
}
