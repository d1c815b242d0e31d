package dev.transferjob.trainer.data;

import dev.transferjob.api.Augmentation;
import dev.transferjob.trainer.random.Randomness;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/**
 * Decodes, augments and normalises images on its own threads. Views without randomness are kept as
 * bytes while they fit into a share of the heap, so that later epochs need not decode them again.
 */
public final class ImageLoader implements AutoCloseable {
  private static final int AHEAD = 3;
  private static final int HEAP_SHARE = 4;

  private final ImageViews views;
  private final Preprocessing preprocessing;
  private final boolean isAugmented;
  private final float[][] levels;
  private final ExecutorService threads;
  private final Map<Sample, Pixels> kept = new ConcurrentHashMap<>();
  private final AtomicLong budget = new AtomicLong(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  private List<ByteBuffer> buffers = List.of();

  public ImageLoader(Preprocessing preprocessing, List<Augmentation> augmentation, int threads) {
    this.views = new ImageViews(preprocessing, augmentation);
    this.preprocessing = preprocessing;
    this.isAugmented = !augmentation.isEmpty();
    this.levels = preprocessing.levels();
    this.threads =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("image-", 0).factory());
  }

  public int size() {
    return preprocessing.size();
  }

  /** One training pass over {@code batches}, augmented by (seed, epoch, sample). */
  public ImageBatches training(Dataset data, List<int[]> batches, long seed, int epoch) {
    return augmented(data, batches, seed, epoch, 0);
  }

  /** One pass over {@code batches}, augmented by (seed, view, sample). */
  public ImageBatches view(Dataset data, List<int[]> batches, long seed, int view) {
    return augmented(data, batches, seed, 0, view + 1);
  }

  private ImageBatches augmented(
      Dataset data, List<int[]> batches, long seed, int epoch, int view) {
    return pass(
        data,
        batches,
        index -> {
          Sample sample = data.samples().get(index);
          return isAugmented
              ? views.training(
                  ImageDecoder.decode(sample.file()),
                  Randomness.of(seed, epoch, sample.identity(), view))
              : unchanged(sample);
        });
  }

  /** One pass over {@code batches}, without augmentation. */
  public ImageBatches evaluation(Dataset data, List<int[]> batches) {
    return pass(data, batches, index -> unchanged(data.samples().get(index)));
  }

  /** Only one pass at a time: passes share the buffers. */
  private ImageBatches pass(Dataset data, List<int[]> batches, IntFunction<ImageViews.View> view) {
    int bytes = preprocessing.values() * Float.BYTES;
    int largest = batches.stream().mapToInt(batch -> batch.length).max().orElse(0);
    return new ImageBatches(
        batches,
        new ImageBatches.ImageSource() {
          @Override
          public CompletableFuture<Void> make(int index, ByteBuffer target) {
            return CompletableFuture.runAsync(() -> normalise(view.apply(index), target), threads);
          }

          @Override
          public int label(int index) {
            return data.samples().get(index).label();
          }

          @Override
          public int bytes() {
            return bytes;
          }
        },
        buffers(largest * bytes));
  }

  private List<ByteBuffer> buffers(int bytes) {
    if (buffers.isEmpty() || buffers.getFirst().capacity() < bytes) {
      var larger = new ArrayList<ByteBuffer>();
      for (int i = 0; i < AHEAD; i++) {
        larger.add(ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()));
      }
      buffers = larger;
    }
    return buffers;
  }

  private ImageViews.View unchanged(Sample sample) {
    return new ImageViews.View(evaluationView(sample), Optional.empty());
  }

  private Pixels evaluationView(Sample sample) {
    Pixels known = kept.get(sample);
    if (known != null) {
      return known;
    }
    Pixels view = views.evaluation(ImageDecoder.decode(sample.file()));
    if (budget.addAndGet(-view.rgb().length) >= 0) {
      kept.put(sample, view);
    }
    return view;
  }

  private void normalise(ImageViews.View view, ByteBuffer target) {
    byte[] rgb = view.pixels().rgb();
    int width = view.pixels().width();
    int plane = width * view.pixels().height();
    float[] values = new float[plane];
    for (int channel = 0; channel < Preprocessing.CHANNELS; channel++) {
      float[] level = levels[channel];
      for (int i = 0, from = channel; i < plane; i++, from += Preprocessing.CHANNELS) {
        values[i] = level[rgb[from] & 0xFF];
      }
      view.erased().ifPresent(part -> erase(part, values, width));
      target.asFloatBuffer().put(channel * plane, values);
    }
  }

  /** Zero is the mean colour once values are normalised. */
  private static void erase(RandomPart.Rectangle part, float[] values, int width) {
    for (int y = part.top(); y < part.top() + part.height(); y++) {
      int row = y * width + part.left();
      Arrays.fill(values, row, row + part.width(), 0);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
