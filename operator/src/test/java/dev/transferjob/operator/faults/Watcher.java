package dev.transferjob.operator.faults;

import dev.transferjob.api.TransferJob;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Watches everything, straight at the API server, and tells each namespace's history. */
final class Watcher implements AutoCloseable {
  private final Map<String, History> histories = new ConcurrentHashMap<>();
  private final Map<String, Stage> stages = new ConcurrentHashMap<>();
  private final List<Watch> watches;
  private volatile WatcherException failure;

  Watcher(KubernetesClient admin) {
    watches =
        List.of(watch(admin, TransferJob.class), watch(admin, Job.class), watch(admin, Pod.class));
  }

  private <T extends HasMetadata> Watch watch(KubernetesClient admin, Class<T> kind) {
    return admin
        .resources(kind)
        .inAnyNamespace()
        .watch(
            new io.fabric8.kubernetes.client.Watcher<T>() {
              @Override
              public void eventReceived(Action action, T object) {
                tell(action, object);
              }

              @Override
              public void onClose(WatcherException cause) {
                failure = cause;
              }
            });
  }

  private void tell(io.fabric8.kubernetes.client.Watcher.Action action, HasMetadata object) {
    var namespace = object.getMetadata().getNamespace();
    var history = histories.get(namespace);
    if (history == null) {
      return;
    }
    var deleted = action == io.fabric8.kubernetes.client.Watcher.Action.DELETED;
    if (object instanceof Pod pod && !deleted) {
      stages.get(namespace).sees(pod);
    }
    history.sees(object, deleted);
  }

  History follow(String namespace, Stage stage) {
    var history = new History();
    stages.put(namespace, stage);
    histories.put(namespace, history);
    return history;
  }

  /** Whether it has seen everything so far. */
  boolean isComplete() {
    return failure == null;
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
  }
}
