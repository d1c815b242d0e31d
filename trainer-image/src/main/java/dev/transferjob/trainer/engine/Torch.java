package dev.transferjob.trainer.engine;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * libtorch, owned by the thread that starts it. Gradient mode, the graph executor's setting and the
 * number of threads belong to a thread in libtorch, so every call must come from this one.
 */
public final class Torch {
  private static final int PIPE = 1 << 16;

  private final Thread owner = Thread.currentThread();
  private final Engine engine;

  private final TorchModule copier;
  private final Optional<PinnedUpload> pinned;

  private Torch(Engine engine) {
    this.engine = engine;
    this.copier =
        load(
            new ScriptModule("Copy")
                .methods(
                    """
                    def copy(self, target: Tensor, source: Tensor) -> Tensor:
                      return torch.copy_(target, source)
                    def clone(self, source: Tensor) -> Tensor:
                      return torch.clone(torch.detach(source))
                    """));
    this.pinned = PinnedUpload.find(this);
  }

  /**
   * Loads libtorch once per process and makes the calling platform thread its owner.
   *
   * @param threads how many cores one operation may use
   */
  public static Torch start(int threads) {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("libtorch needs a platform thread");
    }
    // Read by DJL when it loads. The profiling executor breaks evaluation after training.
    System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.offline", "true");
    Engine engine = Engine.getEngine("PyTorch");
    JniUtils.setNumThreads(threads);
    JniUtils.setGraphExecutorOptimize(false);
    JniUtils.setGradMode(true);
    return new Torch(engine);
  }

  /** Makes random operations, such as dropout, repeat from here on. */
  public void seed(long seed) {
    checkThread();
    engine.setRandomSeed((int) (seed ^ (seed >>> 32)));
  }

  /** A scope for tensors; closing it frees them. */
  public NDManager newScope() {
    checkThread();
    return NDManager.newBaseManager(null, "PyTorch");
  }

  /**
   * Adds the gradients of {@code loss}, one value, to those of the trained tensors it depends on.
   */
  public void backward(NDArray loss) {
    checkThread();
    try (NDArray one = loss.getManager().ones(loss.getShape())) {
      JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
    }
  }

  /** Loads a module, its weights given by dotted name. */
  public TorchModule load(ScriptModule module, Function<String, TensorData> tensors) {
    return load(out -> ScriptArchive.write(module, tensors, out));
  }

  /**
   * Loads a TorchScript file from elsewhere, in evaluation mode.
   *
   * @throws ai.djl.engine.EngineException if libtorch does not understand it
   */
  public TorchModule load(Path file) throws IOException {
    checkThread();
    NDManager manager = newScope();
    try (InputStream in = Files.newInputStream(file)) {
      return evaluating(manager, JniUtils.loadModule((PtNDManager) manager, in, false, false));
    }
  }

  /** A given module may do other than ours in training mode, which it may be saved in. */
  private TorchModule evaluating(NDManager manager, PtSymbolBlock block) {
    JniUtils.enableInferenceMode(block);
    return new TorchModule(this, manager, block);
  }

  private TorchModule load(StoredZip.Content archive) {
    checkThread();
    NDManager manager = newScope();
    // A pipe, because a large network should not lie in Java's memory once more.
    try (PipedInputStream in = new PipedInputStream(PIPE)) {
      PipedOutputStream out = new PipedOutputStream(in);
      CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(archive, out));
      PtSymbolBlock block = JniUtils.loadModule((PtNDManager) manager, in, false, false);
      written.join();
      return evaluating(manager, block);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot hand the network to libtorch", e);
    }
  }

  private static void write(StoredZip.Content archive, PipedOutputStream pipe) {
    try (pipe;
        OutputStream out = new BufferedOutputStream(pipe, PIPE)) {
      archive.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Loads a module that has no tensors, such as a loss. */
  public TorchModule load(ScriptModule kernel) {
    return load(kernel, name -> null);
  }

  /** Copies values over a tensor and keeps the tensor's own memory and its order. */
  public void copy(TensorData values, NDArray target) {
    try (NDManager scope = newScope();
        NDArray source = scope.create(values.values(), values.shape())) {
      copier.apply("copy", target, source);
    }
  }

  /** Copies a tensor's values over another one of its shape. */
  public void copy(NDArray source, NDArray target) {
    copier.apply("copy", target, source);
  }

  /**
   * Brings values to the device, into libtorch's own memory: the buffer may be used again at once,
   * and an alignment that is always the same lets equal values give equal bits.
   *
   * @param values direct, native order: float32 of {@code shape}
   */
  public NDArray upload(ByteBuffer values, Shape shape, NDManager scope) {
    checkThread();
    return pinned
        .map(upload -> upload.of(values, shape, scope))
        .orElseGet(() -> copied(values, shape, scope));
  }

  private static NDArray copied(ByteBuffer values, Shape shape, NDManager scope) {
    try (NDArray borrowed = scope.create(values, shape, DataType.FLOAT32)) {
      return borrowed.duplicate();
    }
  }

  /** A copy of a tensor in its memory order, without gradients. */
  public NDArray cloned(NDManager scope, NDArray source) {
    return copier.infer(scope, "clone", source);
  }

  void checkThread() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "libtorch belongs to thread "
              + owner.getName()
              + ", not "
              + Thread.currentThread().getName());
    }
  }
}
