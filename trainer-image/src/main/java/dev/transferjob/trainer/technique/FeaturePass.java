package dev.transferjob.trainer.technique;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.transferjob.api.ExitCode;
import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.TrainerException;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.random.Shuffle;
import dev.transferjob.trainer.train.Examples;
import dev.transferjob.trainer.train.FeatureExamples;
import dev.transferjob.trainer.train.TensorBatches;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each view of every sample through the frozen backbone once, and only what no earlier
 * attempt has sent.
 */
final class FeaturePass {
  private static final Logger LOG = LoggerFactory.getLogger(FeaturePass.class);
  private static final int BATCHES_PER_CHUNK = 16;
  private static final double MEBI = 1 << 20;

  private final Workshop workshop;
  private final Network network;
  private final long seed;
  private final LongSupplier freeBytes;

  /**
   * @param seed of the augmented views
   */
  FeaturePass(Workshop workshop, Network network, long seed) {
    this(workshop, network, seed, workshop::freeBytes);
  }

  /** One that is told how much space is left. */
  FeaturePass(Workshop workshop, Network network, long seed, LongSupplier freeBytes) {
    this.workshop = workshop;
    this.network = network;
    this.seed = seed;
    this.freeBytes = freeBytes;
  }

  /** The samples as they are. */
  FeatureExamples of(Examples samples) {
    FeatureCache cache = cache(samples, "");
    requireSpace(List.of(cache), samples.size());
    fill(cache, samples::evaluation);
    return new FeatureExamples(
        List.of(cache), samples.labels(), samples.digest(), workshop.torch());
  }

  /** So many augmented views of the samples. */
  FeatureExamples of(Examples samples, int views) {
    List<FeatureCache> caches =
        IntStream.range(0, views)
            .mapToObj(view -> cache(samples, "view %d, seed %d".formatted(view, seed)))
            .toList();
    requireSpace(caches, samples.size());
    for (int view = 0; view < views; view++) {
      int number = view;
      fill(caches.get(view), batches -> samples.view(batches, seed, number));
    }
    return new FeatureExamples(caches, samples.labels(), samples.digest(), workshop.torch());
  }

  /** Chunks hold whole batches, so that a retry forwards the same ones, to the bit. */
  private FeatureCache cache(Examples samples, String variant) {
    return new FeatureCache(
        workshop.featureFolder(samples.digest() + "\n" + variant),
        samples.size(),
        network.featureCount(),
        workshop.evaluationBatch() * BATCHES_PER_CHUNK);
  }

  private void requireSpace(List<FeatureCache> caches, int samples) {
    long missing = caches.stream().mapToLong(FeatureCache::missingBytes).sum();
    long free = freeBytes.getAsLong();
    LOG.info(
        "Features of {} samples, {} view(s): {} MiB are still to compute",
        samples,
        caches.size(),
        "%.1f".formatted(missing / MEBI));
    if (missing > free) {
      throw new TrainerException(
          ExitCode.OUTPUT_FAILED,
          "the features take %.1f MiB more, but %s has %.1f MiB left; give the output's claim more space or set featureExtraction.cacheFeatures to false"
              .formatted(missing / MEBI, workshop.features(), free / MEBI));
    }
  }

  private void fill(FeatureCache cache, Function<List<int[]>, TensorBatches> pass) {
    for (int chunk = 0; chunk < cache.chunks(); chunk++) {
      if (!cache.has(chunk)) {
        workshop.tracker().enter(Stage.CachingFeatures, 1);
        cache.write(chunk, forwarded(cache, chunk, pass));
      }
    }
  }

  private float[] forwarded(
      FeatureCache cache, int chunk, Function<List<int[]>, TensorBatches> pass) {
    int first = cache.firstRow(chunk);
    int count = cache.lastRow(chunk) - first;
    List<int[]> plan = Shuffle.inOrder(count, workshop.evaluationBatch());
    plan.forEach(batch -> Arrays.setAll(batch, i -> batch[i] + first));
    FloatBuffer values = FloatBuffer.allocate(count * cache.width());
    try (TensorBatches batches = pass.apply(plan)) {
      while (batches.hasNext()) {
        workshop.stop().check();
        try (NDManager scope = workshop.torch().newScope()) {
          var batch = batches.next(scope);
          var features = workshop.forward(() -> new NDList(network.features(batch.inputs())));
          batches.prefetch();
          values.put(features.head().toFloatArray());
          workshop.tracker().worked(batch.size(), batch.size());
        }
      }
    }
    return values.array();
  }
}
