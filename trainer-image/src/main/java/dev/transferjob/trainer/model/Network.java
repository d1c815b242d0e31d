package dev.transferjob.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.transferjob.trainer.engine.ScriptTensor;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.engine.TorchModule;
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
  private final Torch torch;
  private final NetworkPlan plan;
  private final TorchModule module;
  private final NDManager owned;
  private final List<NetworkParameter> parameters = new ArrayList<>();
  private final Map<String, NDArray> state = new LinkedHashMap<>();
  private final NetworkMode mode;

  Network(Torch torch, NetworkPlan plan, Map<String, TensorData> weights) {
    this.torch = torch;
    this.plan = plan;
    this.module = torch.load(plan.module(), weights::get);
    this.mode = new NetworkMode(plan, module);
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
    List<NetworkParameter> learning = parameters.stream().filter(wanted).toList();
    parameters.forEach(parameter -> parameter.array().setRequiresGradient(false));
    learning.forEach(parameter -> parameter.array().setRequiresGradient(true));
    mode.trained(learning);
  }

  /**
   * Lets the BatchNorm layers of these units use and learn batch statistics in {@link #forward}.
   */
  public void batchStatistics(Predicate<Unit> wanted) {
    mode.batchStatistics(wanted);
  }

  /** Turns dropout in {@link #forward} and {@link #head} on, as at first, or off. */
  public void dropout(boolean on) {
    mode.dropout(on);
  }

  /** Logits (N, classes) for training: gradients, dropout, and BatchNorm as set. */
  public NDArray forward(NDArray images) {
    mode.training();
    return module.call("forward", images);
  }

  /**
   * Logits (N, classes) as {@link #forward} gives them, and where the network has an auxiliary head
   * that learns, that head's behind them.
   */
  public NDList forwardWithAuxiliary(NDArray images) {
    mode.training();
    return hasAuxiliary() ? module.callList("both", images) : new NDList(forward(images));
  }

  /** Whether a tensor belongs to the head. */
  public boolean inHead(String tensor) {
    return plan.inHead(tensor);
  }

  /**
   * Whether a tensor is made anew for new classes: the head's, or an auxiliary head's classifier.
   */
  public boolean tellsClassesApart(String tensor) {
    return plan.tellsClassesApart(tensor);
  }

  /** Whether a tensor belongs to an auxiliary head, which {@link #forward} does not reach. */
  public boolean inAuxiliary(String tensor) {
    return plan.auxiliary().filter(second -> tensor.startsWith(second.name() + ".")).isPresent();
  }

  private boolean hasAuxiliary() {
    return plan.auxiliary().filter(second -> mode.learns(second.classifier())).isPresent();
  }

  /** Features (N, {@link #featureCount}) for training: gradients, and BatchNorm as set. */
  public NDArray backbone(NDArray images) {
    mode.training();
    return module.call("extract_features", images);
  }

  /** Starts to measure anew the BatchNorm statistics that {@link #forward} would learn. */
  public RunningStatistics measureStatistics() {
    var learned = new LinkedHashMap<String, NDArray>();
    state.forEach(
        (name, array) -> {
          if (RunningStatistics.isOne(name)
              && !inAuxiliary(name)
              && mode.usesBatchStatistics(name)) {
            learned.put(name, array);
          }
        });
    return new RunningStatistics(torch, plan.module(), learned, this::observe);
  }

  /** Features as in training, without gradients: running statistics move. */
  private void observe(NDArray images) {
    mode.training();
    module.infer(images.getManager(), "extract_features", images).close();
  }

  /** Logits (N, classes) of the head alone for training, from {@link #features}. */
  public NDArray head(NDArray features) {
    mode.training();
    return module.call("classify", features);
  }

  /** Features (N, {@link #featureCount}) without gradients, as the evaluated network sees them. */
  public NDArray features(NDArray images) {
    mode.evaluation();
    try (NDArray inference = module.infer(images.getManager(), "extract_features", images)) {
      // An inference tensor could not enter a graph later; its copy can.
      return inference.duplicate();
    }
  }

  /** Logits (N, classes) without gradients, dropout or batch statistics. */
  public NDArray evaluate(NDArray images) {
    mode.evaluation();
    return module.infer(images.getManager(), "forward", images);
  }

  /** Logits (N, classes) of the head without gradients, from {@link #features}. */
  public NDArray evaluateHead(NDArray features) {
    mode.evaluation();
    return module.infer(features.getManager(), "classify", features);
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
    return TensorState.map(state, TensorData::copyOf);
  }

  @Override
  public Map<String, TensorData> liveState() {
    return TensorState.map(state, TensorData::live);
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

  /** Writes the network for others. */
  public NetworkExport export() {
    return new NetworkExport(plan, module, state);
  }

  @Override
  public void close() {
    owned.close();
    module.close();
  }
}
