package dev.transferjob.operator.faults;

import dev.transferjob.api.TransferJob;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** All that happened in one namespace, as an observer saw it who stands beside the operator. */
final class History {
  private final Map<String, TransferJob> resources = new LinkedHashMap<>();
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final Map<String, Pod> pods = new LinkedHashMap<>();
  private final Set<String> everJobs = new LinkedHashSet<>();
  private final Set<String> everPods = new LinkedHashSet<>();
  private final Set<String> goneJobs = new LinkedHashSet<>();
  private final Promises promises = new Promises();
  private final List<String> broken = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private final long begun = System.nanoTime();
  private long last = begun;

  synchronized void sees(HasMetadata object, boolean deleted) {
    last = System.nanoTime();
    var uid = object.getMetadata().getUid();
    switch (object) {
      case TransferJob resource -> {
        broken.addAll(promises.ofChange(Optional.ofNullable(resources.get(uid)), resource));
        change(resources, resource, deleted);
      }
      case Job job -> {
        everJobs.add(uid);
        if (deleted) {
          goneJobs.add(uid);
        }
        change(jobs, job, deleted);
      }
      case Pod pod -> {
        everPods.add(uid);
        change(pods, pod, deleted);
        broken.addAll(promises.ofPods(pods.values()));
      }
      default -> throw new IllegalArgumentException(object.getKind());
    }
    lines.add(
        Duration.ofNanos(last - begun).toMillis()
            + " ms, "
            + object.getMetadata().getResourceVersion()
            + (deleted ? " deleted " : " ")
            + object.getKind()
            + " "
            + object.getMetadata().getName()
            + " "
            + Summary.of(object));
    notifyAll();
  }

  private static <T extends HasMetadata> void change(Map<String, T> all, T one, boolean deleted) {
    if (deleted) {
      all.remove(one.getMetadata().getUid());
    } else {
      all.put(one.getMetadata().getUid(), one);
    }
  }

  synchronized Optional<TransferJob> resource() {
    return resources.values().stream().findFirst();
  }

  synchronized List<Job> jobs() {
    return List.copyOf(jobs.values());
  }

  synchronized List<Pod> pods() {
    return List.copyOf(pods.values());
  }

  synchronized List<String> broken() {
    return List.copyOf(broken);
  }

  synchronized long last() {
    return last;
  }

  synchronized String counts() {
    return "Jobs created %d, deleted %d; pods created %d"
        .formatted(everJobs.size(), goneJobs.size(), everPods.size());
  }

  synchronized String text() {
    return String.join("\n", lines);
  }

  /** Whether it came to be in time. */
  synchronized boolean await(Predicate<History> state, Duration atMost)
      throws InterruptedException {
    var end = System.nanoTime() + atMost.toNanos();
    while (!state.test(this)) {
      var left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
