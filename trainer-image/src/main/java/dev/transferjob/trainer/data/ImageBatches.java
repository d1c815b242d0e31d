package dev.transferjob.trainer.data;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;

/** The batches of one pass over the data, made ahead of use by the loader's threads. */
public final class ImageBatches implements Iterator<ImageBatch>, AutoCloseable {
  private final Iterator<int[]> plan;
  private final ImageSource source;
  private final Queue<ByteBuffer> free = new ArrayDeque<>();
  private final Queue<Pending> pending = new ArrayDeque<>();
  private ByteBuffer inUse;

  /** Makes sample {@code index} into {@code target} on another thread. */
  interface ImageSource {
    CompletableFuture<Void> make(int index, ByteBuffer target);

    int label(int index);

    int bytes();
  }

  private record Pending(ImageBatch batch, List<CompletableFuture<Void>> images) {}

  ImageBatches(List<int[]> plan, ImageSource source, List<ByteBuffer> buffers) {
    this.plan = plan.iterator();
    this.source = source;
    free.addAll(buffers);
    fill();
  }

  @Override
  public boolean hasNext() {
    return !pending.isEmpty();
  }

  /** Whether the next batch can be had without waiting. */
  boolean isReady() {
    return !pending.isEmpty() && pending.peek().images().stream().allMatch(Future::isDone);
  }

  @Override
  public ImageBatch next() {
    if (pending.isEmpty()) {
      throw new NoSuchElementException("the pass is over");
    }
    if (inUse != null) {
      free.add(inUse);
    }
    fill();
    Pending head = pending.remove();
    await(head.images());
    inUse = head.batch().pixels();
    return head.batch();
  }

  private void fill() {
    while (!free.isEmpty() && plan.hasNext()) {
      pending.add(start(plan.next(), free.remove()));
    }
  }

  private Pending start(int[] samples, ByteBuffer buffer) {
    buffer.clear().limit(samples.length * source.bytes());
    var images = new ArrayList<CompletableFuture<Void>>(samples.length);
    int[] labels = new int[samples.length];
    for (int i = 0; i < samples.length; i++) {
      labels[i] = source.label(samples[i]);
      ByteBuffer target = buffer.slice(i * source.bytes(), source.bytes()).order(buffer.order());
      images.add(source.make(samples[i], target));
    }
    return new Pending(new ImageBatch(buffer, samples, labels), images);
  }

  private static void await(List<CompletableFuture<Void>> images) {
    try {
      images.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Waits for what is being made, since the buffers are used again by the next pass. */
  @Override
  public void close() {
    for (Pending batch : pending) {
      batch.images().forEach(image -> image.cancel(false));
      // Nobody wants these images any more, so neither their failures.
      batch.images().forEach(image -> image.exceptionally(failure -> null).join());
    }
  }
}
