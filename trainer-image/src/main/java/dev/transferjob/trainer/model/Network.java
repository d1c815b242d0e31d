package dev.transferjob.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.transferjob.trainer.engine.ScriptArchive;
import dev.transferjob.trainer.engine.ScriptTensor;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.engine.TorchModule;
import dev.transferjob.trainer.graph.Block;
import dev.transferjob.trainer.graph.OnnxWriter;
import dev.transferjob.trainer.onnx.OnnxModel;
import dev.transferjob.trainer.onnx.OnnxNodes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A network that is trained: a backbone of units that turns images into features, and a head that
 * turns features into logits. Images are float32 of shape N, 3, H, W, normalised. Use on the thread
 * that owns libtorch. Everything is trained at first, with running BatchNorm statistics and
 * dropout.
 */
public final class Network implements TensorState, AutoCloseable {
  /** What the module is set to. */
  private enum Mode {
    UNKNOWN,
    TRAINING,
    EVALUATION
  }

  private final Torch torch;
  private final NetworkPlan plan;
  private final TorchModule module;
  private final NDManager owned;
  private final List<NetworkParameter> parameters = new ArrayList<>();
  private final Map<String, NDArray> state = new LinkedHashMap<>();
  private final boolean[] batchStatistics;
  private final boolean[] learns;
  private boolean dropout = true;
  private Mode mode = Mode.UNKNOWN;

  Network(Torch torch, NetworkPlan plan, Map<String, TensorData> weights) {
    this.torch = torch;
    this.plan = plan;
    this.module = torch.load(plan.module(), weights::get);
    this.batchStatistics = new boolean[plan.units().size() + 1];
    this.learns = new boolean[batchStatistics.length];
    Map<String, NDArray> trained = module.parameters();
    this.owned = torch.newScope();
    NDList buffers = module.inferList(owned, "buffers");
    int buffer = 0;
    for (ScriptTensor tensor : plan.tensors()) {
      if (tensor.trained()) {
        add(tensor.name(), trained.get(tensor.name()));
      } else {
        state.put(tensor.name(), buffers.get(buffer++));
      }
    }
    trainable(parameter -> true);
  }

  private void add(String name, NDArray array) {
    boolean inHead = plan.inHead(name);
    String unit = inHead ? plan.head() : plan.units().get(plan.unitOf(name)).name();
    parameters.add(new NetworkParameter(name, unit, inHead, array));
    state.put(name, array);
  }

  /** The backbone's units from the input on. */
  public List<Unit> units() {
    return plan.units();
  }

  /** How many values the backbone gives per image. */
  public int featureCount() {
    return plan.features();
  }

  public int classCount() {
    return plan.classes();
  }

  /** In the order of the module. */
  public List<NetworkParameter> parameters() {
    return List.copyOf(parameters);
  }

  /**
   * Trains the parameters that {@code wanted} accepts and freezes the others. Where nothing is
   * trained, there is no dropout.
   */
  public void trainable(Predicate<NetworkParameter> wanted) {
    Arrays.fill(learns, false);
    for (NetworkParameter parameter : parameters) {
      boolean trained = wanted.test(parameter);
      parameter.array().setRequiresGradient(trained);
      learns[plan.unitOf(parameter.name())] |= trained;
    }
    mode = Mode.UNKNOWN;
  }

  /**
   * Lets the BatchNorm layers of these units use and learn batch statistics in {@link #forward}.
   */
  public void batchStatistics(Predicate<Unit> wanted) {
    for (int i = 0; i < plan.units().size(); i++) {
      batchStatistics[i] = wanted.test(plan.units().get(i));
    }
    mode = Mode.UNKNOWN;
  }

  /** Turns dropout in {@link #forward} and {@link #head} on, as at first, or off. */
  public void dropout(boolean on) {
    dropout = on;
    mode = Mode.UNKNOWN;
  }

  /** Logits (N, classes) for training: gradients, dropout, and BatchNorm as set. */
  public NDArray forward(NDArray images) {
    enter(Mode.TRAINING);
    return module.call("forward", images);
  }

  /**
   * Logits (N, classes) as {@link #forward} gives them, and where the network has an auxiliary head
   * that learns, that head's behind them.
   */
  public NDList forwardWithAuxiliary(NDArray images) {
    enter(Mode.TRAINING);
    return hasAuxiliary() ? module.callList("both", images) : new NDList(forward(images));
  }

  /** Whether a tensor belongs to the head. */
  public boolean inHead(String tensor) {
    return plan.inHead(tensor);
  }

  /** Whether a tensor belongs to an auxiliary head, which {@link #forward} does not reach. */
  public boolean inAuxiliary(String tensor) {
    return plan.auxiliary().filter(second -> tensor.startsWith(second.name() + ".")).isPresent();
  }

  private boolean hasAuxiliary() {
    return plan.auxiliary().filter(second -> learns[plan.unitOf(second.classifier())]).isPresent();
  }

  /** Features (N, {@link #featureCount}) for training: gradients, and BatchNorm as set. */
  public NDArray backbone(NDArray images) {
    enter(Mode.TRAINING);
    return module.call("extract_features", images);
  }

  /** Starts to measure anew the BatchNorm statistics that {@link #forward} would learn. */
  public RunningStatistics measureStatistics() {
    var learned = new LinkedHashMap<String, NDArray>();
    for (int i = 0; i < plan.units().size(); i++) {
      Unit unit = plan.units().get(i);
      if (batchStatistics[i]) {
        state.forEach(
            (name, array) -> {
              if (unit.contains(name) && !inAuxiliary(name) && RunningStatistics.isOne(name)) {
                learned.put(name, array);
              }
            });
      }
    }
    return new RunningStatistics(torch, plan.module(), learned, this::observe);
  }

  /** Features as in training, without gradients: running statistics move. */
  private void observe(NDArray images) {
    enter(Mode.TRAINING);
    module.infer(images.getManager(), "extract_features", images).close();
  }

  /** Logits (N, classes) of the head alone for training, from {@link #features}. */
  public NDArray head(NDArray features) {
    enter(Mode.TRAINING);
    return module.call("classify", features);
  }

  /** Features (N, {@link #featureCount}) without gradients, as the evaluated network sees them. */
  public NDArray features(NDArray images) {
    enter(Mode.EVALUATION);
    try (NDArray inference = module.infer(images.getManager(), "extract_features", images)) {
      // An inference tensor could not enter a graph later; its copy can.
      return inference.duplicate();
    }
  }

  /** Logits (N, classes) without gradients, dropout or batch statistics. */
  public NDArray evaluate(NDArray images) {
    enter(Mode.EVALUATION);
    return module.infer(images.getManager(), "forward", images);
  }

  /** Logits (N, classes) of the head without gradients, from {@link #features}. */
  public NDArray evaluateHead(NDArray features) {
    enter(Mode.EVALUATION);
    return module.infer(features.getManager(), "classify", features);
  }

  /** Adds the gradients of a loss, one value, to those of the trained parameters. */
  public void backward(NDArray loss) {
    torch.backward(loss);
  }

  /**
   * Puts normalised pixels into a tensor.
   *
   * @param pixels direct, native order, N x 3 x size x size floats; must stay unchanged until the
   *     scope is closed
   */
  public NDArray images(NDManager scope, ByteBuffer pixels, int count, int size) {
    return scope.create(pixels, new Shape(count, 3, size, size), DataType.FLOAT32);
  }

  /** Puts cached features, {@code count} rows, into a tensor. */
  public NDArray features(NDManager scope, float[] values, int count) {
    try (NDArray borrowed = scope.create(values, new Shape(count, plan.features()))) {
      // Memory of libtorch is aligned, so that equal values give equal bits.
      return borrowed.duplicate();
    }
  }

  /** Class numbers of a batch. */
  public NDArray labels(NDManager scope, int... classes) {
    return scope.create(Arrays.stream(classes).asLongStream().toArray());
  }

  /** A scope for the tensors of one step; closing it frees them. */
  public NDManager newScope() {
    return torch.newScope();
  }

  /** All parameters and buffers by name: the live tensors. */
  public Map<String, NDArray> state() {
    return Collections.unmodifiableMap(state);
  }

  /** A copy of all parameters and buffers by name, in the module's order. */
  @Override
  public Map<String, TensorData> copyState() {
    Map<String, TensorData> copy = new LinkedHashMap<>();
    state.forEach(
        (name, array) -> copy.put(name, new TensorData(array.getShape(), array.toFloatArray())));
    return copy;
  }

  /**
   * Copies values over all parameters and buffers.
   *
   * @throws ModelInvalidException if a name is missing or a shape differs; nothing is changed then
   */
  @Override
  public void restore(Map<String, TensorData> values) {
    WeightMatch.of(plan, values, "the checkpoint").requireAll();
    state.forEach((name, array) -> torch.copy(values.get(name), array));
  }

  /** A copy of what {@link #evaluate} depends on: all but an auxiliary head. */
  public Map<String, TensorData> copyEvaluated() {
    Map<String, TensorData> copy = new LinkedHashMap<>();
    for (ScriptTensor tensor : plan.withoutAuxiliary().tensors()) {
      NDArray array = state.get(tensor.name());
      copy.put(tensor.name(), new TensorData(array.getShape(), array.toFloatArray()));
    }
    return copy;
  }

  /**
   * Writes the network as it is now as TorchScript, in evaluation mode. Its {@code forward} takes
   * normalised images as {@link #evaluate}, and decoded ones, uint8 (N, H, W, 3).
   *
   * @param preprocess TorchScript for a method {@code preprocess} from the latter to the former
   * @param out stays open
   */
  public void writeTorchScript(String preprocess, OutputStream out) throws IOException {
    switch (plan) {
      case LayeredNetwork layered -> {
        var script = new NetworkScript(layered.withoutAuxiliary());
        ScriptArchive.write(script.withImages(preprocess), copyEvaluated()::get, out);
      }
      // It has its own preprocessing in it.
      case GivenNetwork _ -> module.write(out);
    }
  }

  /**
   * Writes the network as it is now as ONNX: {@code images}, normalised, float32 (N, 3, size,
   * size), to {@code logits} (N, classes).
   *
   * @param metadata texts about the model
   * @param out stays open
   */
  public void writeOnnx(int size, Map<String, String> metadata, OutputStream out)
      throws IOException {
    OnnxNodes nodes = new OnnxNodes();
    Map<String, TensorData> weights = copyEvaluated();
    new OnnxWriter(nodes, weights::get).write(layers(), "images", size);
    nodes.output("logits");
    var shape = List.of(3, size, size);
    new OnnxModel("classifier", nodes, "images", shape, "logits", plan.classes(), metadata)
        .write(out);
  }

  /** Whether all its layers are known, and not only TorchScript that was given. */
  public boolean isDescribed() {
    return plan instanceof LayeredNetwork;
  }

  private Block layers() {
    return switch (plan) {
      case LayeredNetwork layered -> layered.root();
      case GivenNetwork _ ->
          throw new ModelInvalidException(
              "a TorchScript network cannot be written as ONNX: remove ONNX from output.formats.");
    };
  }

  private void enter(Mode wanted) {
    if (mode == wanted) {
      return;
    }
    boolean[] off = new boolean[batchStatistics.length];
    boolean train = wanted == Mode.TRAINING;
    module.apply("set_mode", train ? batchStatistics : off, train && dropout ? learns : off);
    mode = wanted;
  }

  @Override
  public void close() {
    owned.close();
    module.close();
  }
}
