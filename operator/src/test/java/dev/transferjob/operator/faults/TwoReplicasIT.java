package dev.transferjob.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.cluster.junit.WithCluster;
import dev.transferjob.operator.transferjob.Kubelet;
import dev.transferjob.operator.transferjob.TestWorld;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two processes of the operator, as shipped, of which only one may ever act. */
@WithCluster
class TwoReplicasIT {
  /** What is promised for a failover, with the shipped durations of the Lease. */
  private static final Duration FAILOVER = Duration.ofSeconds(20);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Vertx vertx = Vertx.vertx();
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
  @TempDir private Path folder;
  private KubernetesClient admin;
  private Watcher watcher;
  private History history;
  private Replica leader;
  private Replica standby;
  private Pod pod;

  /** One replica leads and has begun a job, the other stands by. */
  @BeforeEach
  void begin(KubernetesClient client) throws Exception {
    admin = client;
    var world = new TestWorld(admin).install();
    admin.leases().inNamespace("ops").delete();
    var access = world.operatorConfig();
    var server = new ApiServer(vertx, access);
    watcher = new Watcher(admin);
    leader = replica(server, access, "first");
    await().atMost(PATIENCE).until(leader::leads);
    standby = replica(server, access, "second");
    var namespace = world.namespace("replicas-" + System.nanoTime());
    history = watcher.follow(namespace, new Stage(admin, namespace, Workload.DEADLINE, timer));
    world.create(namespace, "");
    assertThat(history.await(h -> is(h, ConditionType.Running), PATIENCE)).isTrue();
    pod = history.pods().getFirst();
  }

  private Replica replica(ApiServer server, Config access, String name) throws Exception {
    return new Replica(vertx, server, access, folder.resolve(name));
  }

  @AfterEach
  void end() {
    leader.close();
    standby.close();
    watcher.close();
    timer.shutdownNow();
    vertx.close();
  }

  @Test
  void leaderThatIsKilledIsReplaced() throws Exception {
    // When
    var start = System.nanoTime();
    leader.kill();
    succeed();

    // Then
    awaitComplete();
    assertOneActor();
    assertThat(failover(start)).isLessThan(FAILOVER);
  }

  @Test
  void leaderThatCannotRenewStopsBeforeTheOtherBegins() throws Exception {
    // When
    var start = System.nanoTime();
    leader.freezeLeases();

    // Then
    assertThat(leader.awaitEnd()).isEqualTo(1);
    succeed();
    awaitComplete();
    assertOneActor();
    assertThat(failover(start)).isLessThan(FAILOVER);
  }

  @Test
  void leaderThatWasStoppedRevertsNothing() throws Exception {
    // Given
    var start = System.nanoTime();
    leader.signal("STOP");
    succeed();
    var done = awaitComplete();

    // When
    leader.signal("CONT");

    // Then
    assertThat(leader.awaitEnd()).isEqualTo(1);
    assertOneActor();
    assertThat(history.resource().orElseThrow().getStatus()).isEqualTo(done);
    assertThat(failover(start)).isLessThan(FAILOVER);
  }

  /**
   * The Lease is a comparison of clocks (Fabric8), so that a stepped one makes two leaders for the
   * moment until the old one looks again. What they write is bound to what it was computed from.
   */
  @ParameterizedTest
  @CsvSource({"false, 30", "true, -30"})
  void clockThatIsSteppedRevertsNothing(boolean isLeaders, int seconds) throws Exception {
    // When
    (isLeaders ? leader : standby).stepClock(Duration.ofSeconds(seconds));
    await().atMost(PATIENCE).until(standby::leads);
    succeed();

    // Then
    assertThat(leader.awaitEnd()).isEqualTo(1);
    assertThat(history.await(h -> is(h, ConditionType.Complete), PATIENCE)).isTrue();
    assertThat(history.counts()).isEqualTo("Jobs created 1, deleted 0; pods created 1");
    assertThat(history.broken()).isEmpty();
    assertThat(watcher.isComplete()).isTrue();
  }

  private void succeed() {
    new Kubelet(admin, pod.getMetadata().getNamespace())
        .end(admin.resource(pod).get(), 0, "Completed", null);
  }

  private TransferJobStatus awaitComplete() throws InterruptedException {
    assertThat(history.await(h -> is(h, ConditionType.Complete), PATIENCE)).isTrue();
    // An observer may see a change before its writer's gate has the answer.
    await().atMost(PATIENCE).until(() -> !standby.writes().isEmpty());
    return history.resource().orElseThrow().getStatus();
  }

  /** The one has written its last before the other writes its first, and no promise is broken. */
  private void assertOneActor() {
    var last = leader.writes().getLast();
    var first = standby.writes().getFirst();
    assertThat(last.at()).as(last + " is before " + first).isLessThan(first.at());
    assertThat(history.broken()).isEmpty();
    assertThat(watcher.isComplete()).isTrue();
  }

  private Duration failover(long start) {
    var took = Duration.ofNanos(standby.writes().getFirst().at() - start);
    System.out.println("The standby took over after " + took.toMillis() + " ms");
    return took;
  }

  private static boolean is(History history, ConditionType type) {
    return history
        .resource()
        .flatMap(resource -> Optional.ofNullable(resource.getStatus()))
        .filter(status -> status.isTrue(type))
        .isPresent();
  }
}
