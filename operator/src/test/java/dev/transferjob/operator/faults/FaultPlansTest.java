package dev.transferjob.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.cluster.junit.WithCluster;
import dev.transferjob.operator.faults.Theatre.Run;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Learns what each workload does when nothing goes wrong, lets everything go wrong at every moment
 * of it, and expects the same end.
 */
@WithCluster
class FaultPlansTest {
  private static final int AT_ONCE = 12;
  private static final int LEARNING_RUNS = 3;

  /** A moment of the runs without faults may not come again; most do. */
  private static final double SHARE = 0.9;

  @Test
  void everyFaultLeadsToTheSameEnd(KubernetesClient admin) throws Exception {
    try (var theatre = new Theatre(admin, Duration.ofSeconds(3))) {
      check(theatre, 170);
    }
  }

  /** So many plans as {@code -Dplans} says: there are more than 3,000. Takes half an hour. */
  @Test
  @Tag("long")
  void manyMoreFaultsLeadToTheSameEnd(KubernetesClient admin) throws Exception {
    try (var theatre = new Theatre(admin, Duration.ofSeconds(12))) {
      check(theatre, Integer.getInteger("plans", 1200));
    }
  }

  /** Runs the plan of a file alone: {@code -Dplan=FILE}. */
  @Test
  @EnabledIfSystemProperty(named = "plan", matches = ".+")
  void replay(KubernetesClient admin) throws Exception {
    try (var theatre = new Theatre(admin, Duration.ofSeconds(3))) {
      var plan = FaultPlan.read(Path.of(System.getProperty("plan")));
      var reference = theatre.run(new FaultPlan(plan.workload(), List.of()));
      var run = theatre.run(plan);
      System.out.println(run.trace());
      System.out.println(run.story());
      assertThat(run.broken()).isEmpty();
      assertThat(run.end()).isEqualTo(reference.end());
    }
  }

  private static void check(Theatre theatre, int limit) throws Exception {
    // Given
    var references = learn(theatre);
    var plans =
        references.values().stream()
            .flatMap(r -> Derivation.plans(r.workload(), r.points()).stream())
            .toList();
    var chosen = Derivation.spread(plans, limit);

    var failures = new ConcurrentLinkedQueue<String>();

    // When
    var runs =
        all(
            theatre,
            chosen,
            run -> references.get(run.plan().workload()).failure(run).ifPresent(failures::add));

    // Then
    System.out.printf(
        "%d of %d plans, %d came to their fault, %d failed%n",
        runs.size(), plans.size(), runs.stream().filter(Run::happened).count(), failures.size());
    assertThat(theatre.sawEverything()).isTrue();
    assertThat(runs.stream().filter(Run::happened).count())
        .as("plans that came to their fault")
        .isGreaterThanOrEqualTo(Math.round(runs.size() * SHARE));
    assertThat(failures).isEmpty();
  }

  private static Map<Workload, Reference> learn(Theatre theatre) throws Exception {
    var plans =
        Arrays.stream(Workload.values())
            .map(workload -> new FaultPlan(workload, List.of()))
            .flatMap(plan -> Collections.nCopies(LEARNING_RUNS, plan).stream())
            .toList();
    return all(theatre, plans, _ -> {}).stream()
        .collect(
            Collectors.groupingBy(
                run -> run.plan().workload(),
                TreeMap::new,
                Collectors.collectingAndThen(Collectors.toList(), Reference::of)));
  }

  /** Each run is judged as soon as it is over. */
  private static List<Run> all(Theatre theatre, List<FaultPlan> plans, Consumer<Run> judge)
      throws Exception {
    try (var executor = Executors.newFixedThreadPool(AT_ONCE)) {
      var runs = new ArrayList<Run>();
      for (var run :
          executor.invokeAll(plans.stream().map(p -> task(theatre, p, judge)).toList())) {
        runs.add(run.get());
      }
      return runs;
    }
  }

  private static Callable<Run> task(Theatre theatre, FaultPlan plan, Consumer<Run> judge) {
    return () -> {
      var run = theatre.run(plan);
      judge.accept(run);
      return run;
    };
  }
}
