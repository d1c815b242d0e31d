package dev.transferjob.operator.faults;

import dev.transferjob.operator.transferjob.Kubelet;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Plays the scheduler and the kubelet for the pods of one namespace, quickly: a pod is bound, runs,
 * and does what its act says; one that is deleted stops a moment later, and only then is gone.
 */
final class Stage {
  private static final long PULL_MILLIS = 150;
  private static final long TRAIN_MILLIS = 700;
  private static final long STOP_MILLIS = 400;
  private static final long AGAIN_MILLIS = 100;
  private final KubernetesClient client;
  private final Kubelet kubelet;
  private final Workload workload;
  private final ScheduledExecutorService timer;
  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private final Set<String> stopping = ConcurrentHashMap.newKeySet();
  private final AtomicInteger entered = new AtomicInteger();

  Stage(
      KubernetesClient client,
      String namespace,
      Workload workload,
      ScheduledExecutorService timer) {
    this.client = client;
    this.kubelet = new Kubelet(client, namespace);
    this.workload = workload;
    this.timer = timer;
  }

  /** Told of every change of a pod. */
  void sees(Pod pod) {
    var uid = pod.getMetadata().getUid();
    if (pod.isMarkedForDeletion()) {
      if (stopping.add(uid)) {
        later(STOP_MILLIS, pod, this::stop);
      }
    } else if (begun.add(uid)) {
      var number = entered.incrementAndGet();
      later(0, pod, unbound -> begin(unbound, number));
    }
  }

  private void begin(Pod pod, int number) {
    if (pod.getSpec().getNodeName() == null) {
      kubelet.bind(pod);
    }
    later(
        PULL_MILLIS,
        pod,
        bound -> {
          kubelet.run(bound);
          later(TRAIN_MILLIS, pod, running -> act(running, number));
        });
  }

  private void act(Pod pod, int number) {
    if (pod.isMarkedForDeletion()) {
      return;
    }
    switch (workload.act(number)) {
      case SUCCEED -> kubelet.end(pod, 0, "Completed", result(number));
      case RUN_OUT_OF_MEMORY -> kubelet.end(pod, 137, "OOMKilled", null);
      case FAIL_FOR_GOOD -> kubelet.end(pod, 42, "Error", "a.jpg is no image");
      case BE_PREEMPTED -> kubelet.end(kubelet.preempt(pod), 143, "Error", null);
      case STAY -> {}
    }
  }

  private static String result(int attempt) {
    return """
    {"attempt": %d, "reason": "Complete", "message": "",
     "result": {"uri": "pvc://models/ants-and-bees", "classes": 2, "samples": 153}}"""
        .formatted(attempt);
  }

  private void stop(Pod pod) {
    if (!Promises.isOver(pod)) {
      kubelet.end(pod, 143, "Error", null);
    }
    kubelet.remove(pod);
  }

  /** Does something to the pod as it is by then; a real kubelet would try again as well. */
  private void later(long millis, Pod pod, Consumer<Pod> move) {
    var _ =
        timer.schedule(
            () -> {
              try {
                Optional.ofNullable(client.resource(pod).get()).ifPresent(move);
              } catch (KubernetesClientException refused) {
                later(AGAIN_MILLIS, pod, move);
              }
            },
            millis,
            TimeUnit.MILLISECONDS);
  }
}
