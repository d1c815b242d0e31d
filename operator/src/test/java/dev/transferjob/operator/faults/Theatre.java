package dev.transferjob.operator.faults;

import dev.transferjob.operator.faults.Scene.TooLate;
import dev.transferjob.operator.transferjob.TestWorld;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs plans on one control plane, each in a namespace and with an operator of its own. */
final class Theatre implements AutoCloseable {
  private static final Duration SETTLES = Duration.ofSeconds(60);

  /** A cluster may see more than one theatre. */
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  private final Vertx vertx = Vertx.vertx();
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(16);
  private final KubernetesClient admin;
  private final TestWorld world;
  private final Config access;
  private final ApiServer server;
  private final Watcher watcher;
  private final Duration quiet;
  private final CompletableFuture<Void> collector;

  /**
   * @param quiet how long nothing may be written at the end
   */
  Theatre(KubernetesClient admin, Duration quiet) {
    this.admin = admin;
    this.quiet = quiet;
    world = new TestWorld(admin).install();
    access = world.operatorConfig();
    server = new ApiServer(vertx, access);
    watcher = new Watcher(admin);
    collector = CompletableFuture.runAsync(new Collector(admin, world)::awaitKnowing);
  }

  /**
   * How a plan went.
   *
   * @param end what was there in the end
   * @param trace all points that it passed
   * @param happened whether every fault of the plan did
   * @param broken promises that were not kept
   */
  record Run(
      FaultPlan plan,
      String end,
      List<Point> trace,
      boolean happened,
      List<String> broken,
      String story) {}

  Run run(FaultPlan plan) throws InterruptedException, ExecutionException {
    var namespace = world.namespace("plan-" + NAMESPACES.incrementAndGet());
    var script = new Script(plan.injections());
    var stage = new Stage(admin, namespace, plan.workload(), timer);
    var history = watcher.follow(namespace, stage);
    var broken = new ArrayList<String>();
    try (var operator = new Incarnations(vertx, server, access, namespace, script)) {
      operator.start(OptionalLong.empty());
      plan.workload()
          .play(new Scene(admin, world, namespace, history, collector, plan.workload().spec()));
      settle(history, script, broken);
    } catch (TooLate late) {
      broken.add(late.getMessage());
    }
    broken.addAll(history.broken());
    return new Run(
        plan,
        Summary.of(history),
        script.trace(),
        script.isOver(),
        List.copyOf(broken),
        history.text());
  }

  /** Nothing happens and nothing is written for a while. */
  private void settle(History history, Script script, List<String> broken)
      throws InterruptedException {
    var start = System.nanoTime();
    while (System.nanoTime() - Math.max(history.last(), script.lastWrite()) < quiet.toNanos()) {
      if (System.nanoTime() - start > SETTLES.toNanos()) {
        broken.add("it does not come to rest");
        return;
      }
      Thread.sleep(100);
    }
  }

  boolean sawEverything() {
    return watcher.isComplete();
  }

  @Override
  public void close() {
    watcher.close();
    timer.shutdownNow();
    vertx.close();
  }
}
