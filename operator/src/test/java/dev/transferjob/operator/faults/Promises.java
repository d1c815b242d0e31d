package dev.transferjob.operator.faults;

import dev.transferjob.api.TransferJob;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What must hold at every revision, and from each to the next. */
final class Promises {

  List<String> ofPods(Collection<Pod> pods) {
    var live = pods.stream().filter(pod -> !isOver(pod)).toList();
    return live.size() <= 1
        ? List.of()
        : List.of(
            "two live pods: " + live.stream().map(pod -> pod.getMetadata().getName()).toList());
  }

  static boolean isOver(Pod pod) {
    var phase = pod.getStatus().getPhase();
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  List<String> ofChange(Optional<TransferJob> before, TransferJob after) {
    var broken = new ArrayList<String>();
    var next = after.getStatus();
    var old = before.map(TransferJob::getStatus).orElse(null);
    if (next != null) {
      check(
          next.observedGeneration() <= after.getMetadata().getGeneration(),
          "observedGeneration is ahead",
          broken);
    }
    if (old != null) {
      check(next != null, "the status is gone", broken);
      check(!old.isFinished() || old.equals(next), "an end is changed", broken);
      check(
          old.attempts() == null
              || (old.attempts().total() <= next.attempts().total()
                  && old.attempts().failures() <= next.attempts().failures()),
          "counts fall: " + old.attempts() + " " + next.attempts(),
          broken);
      check(
          old.observedGeneration() <= next.observedGeneration(),
          "observedGeneration falls",
          broken);
      check(old.run() == null || old.run() <= next.run(), "the run falls", broken);
    }
    return broken;
  }

  private static void check(boolean holds, String otherwise, List<String> broken) {
    if (!holds) {
      broken.add(otherwise);
    }
  }
}
