package dev.transferjob.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * When something was first seen of each of many objects, by name, in nanoseconds of this JVM's
 * clock.
 */
final class Burst {
  /** As many requests are on their way at once: a person's {@code kubectl} sends fewer. */
  private static final int AT_ONCE = 32;

  private Burst() {}

  /** Creates all of them as fast as they are taken; the times just before each request. */
  static Map<String, Long> create(KubernetesClient client, Collection<? extends HasMetadata> all)
      throws InterruptedException, ExecutionException {
    Map<String, Long> times = new ConcurrentHashMap<>();
    var room = new Semaphore(AT_ONCE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var requests =
          all.stream()
              .map(
                  object ->
                      threads.submit(
                          () -> {
                            room.acquire();
                            try {
                              times.put(object.getMetadata().getName(), System.nanoTime());
                              return client.resource(object).create();
                            } finally {
                              room.release();
                            }
                          }))
              .toList();
      for (var request : requests) {
        request.get();
      }
    }
    return times;
  }

  /**
   * Notes when each object first fulfils the condition; the object's name comes from a function.
   */
  static final class Sightings<T extends HasMetadata> implements Watcher<T>, AutoCloseable {
    private final Map<String, Long> times = new ConcurrentHashMap<>();
    private final Predicate<T> condition;
    private final Function<T, String> name;
    private final CountDownLatch left;
    private Watch watch;

    private Sightings(Predicate<T> condition, Function<T, String> name, int expected) {
      this.condition = condition;
      this.name = name;
      this.left = new CountDownLatch(expected);
    }

    static <T extends HasMetadata> Sightings<T> of(
        KubernetesClient client,
        Class<T> type,
        String namespace,
        Predicate<T> condition,
        Function<T, String> name,
        int expected) {
      var sightings = new Sightings<>(condition, name, expected);
      var all = client.resources(type).inNamespace(namespace);
      // From now on: what is there already is not sent again.
      var now = all.list(new ListOptionsBuilder().withLimit(1L).build()).getMetadata();
      var options = new ListOptionsBuilder().withResourceVersion(now.getResourceVersion());
      sightings.watch = all.watch(options.build(), sightings);
      return sightings;
    }

    Map<String, Long> await(Duration patience) throws InterruptedException {
      if (!left.await(patience.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "%d were not seen within %d s".formatted(left.getCount(), patience.toSeconds()));
      }
      return times;
    }

    @Override
    public void eventReceived(Action action, T object) {
      if (condition.test(object)
          && times.putIfAbsent(name.apply(object), System.nanoTime()) == null) {
        left.countDown();
      }
    }

    @Override
    public void onClose(WatcherException cause) {}

    @Override
    public void close() {
      watch.close();
    }
  }
}
