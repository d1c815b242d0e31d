package dev.transferjob.operator.faults;

import dev.transferjob.operator.faults.FaultPlan.Injection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes plans from what a workload was seen to do: every fault at every moment. */
final class Derivation {
  private static final Pattern EVENT = Pattern.compile("(ADDED|MODIFIED|DELETED) .*");

  private Derivation() {}

  /** The moments that came in each of the runs. */
  static Set<Point> common(Collection<List<Point>> traces) {
    var common = new LinkedHashSet<>(traces.iterator().next());
    traces.forEach(common::retainAll);
    return common;
  }

  static List<FaultPlan> plans(Workload workload, Set<Point> points) {
    return points.stream()
        .flatMap(
            point ->
                Arrays.stream(Fault.values())
                    .filter(fault -> fits(fault, point))
                    .map(fault -> new FaultPlan(workload, List.of(new Injection(point, fault)))))
        .toList();
  }

  /**
   * So many of them, and always the same: first one of each fault of each workload, then a second
   * one, at moments that differ.
   */
  static List<FaultPlan> spread(List<FaultPlan> plans, int limit) {
    var shuffled = new ArrayList<>(plans);
    Collections.shuffle(shuffled, new Random(1));
    var groups =
        shuffled.stream()
            .collect(Collectors.groupingBy(Derivation::group, TreeMap::new, Collectors.toList()));
    var rounds = groups.values().stream().mapToInt(List::size).max().orElse(0);
    return IntStream.range(0, rounds)
        .boxed()
        .flatMap(
            round -> groups.values().stream().flatMap(group -> group.stream().skip(round).limit(1)))
        .limit(limit)
        .toList();
  }

  private static String group(FaultPlan plan) {
    return plan.workload() + " " + plan.injections().getFirst().fault();
  }

  private static boolean fits(Fault fault, Point point) {
    return fault.isOfRequests() != EVENT.matcher(point.what()).matches();
  }
}
