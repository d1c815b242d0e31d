package dev.transferjob.trainer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.PairList;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** A loaded TorchScript module. Use on the thread that owns libtorch. */
public final class TorchModule implements AutoCloseable {
  private final Torch torch;
  private final NDManager manager;
  private final PtSymbolBlock block;
  private final Map<String, NDArray> markers = new LinkedHashMap<>();

  TorchModule(Torch torch, NDManager manager, PtSymbolBlock block) {
    this.torch = torch;
    this.manager = manager;
    this.block = block;
  }

  /** The trained tensors themselves by dotted name, in the order of the module. */
  public Map<String, NDArray> parameters() {
    torch.checkThread();
    Map<String, NDArray> parameters = new LinkedHashMap<>();
    PairList<String, Parameter> pairs = block.getDirectParameters();
    pairs.forEach(pair -> parameters.put(pair.getKey(), pair.getValue().getArray()));
    return parameters;
  }

  /**
   * Runs {@code method} and records what gradients need. Results belong to the first argument's
   * scope.
   */
  public NDArray call(String method, NDArray... arguments) {
    return callList(method, arguments).singletonOrThrow();
  }

  /** The same for a {@code method} that returns a list of tensors. */
  public NDList callList(String method, NDArray... arguments) {
    torch.checkThread();
    NDList list = new NDList(arguments);
    list.add(markers.computeIfAbsent(method, this::marker));
    return IValueUtils.forward(block, list, true);
  }

  /** Runs {@code method} without gradients; its results cannot enter a graph later. */
  public NDArray infer(NDManager scope, String method, Object... arguments) {
    try (IValue result = run(method, arguments)) {
      return result.toNDList((PtNDManager) scope).singletonOrThrow();
    }
  }

  /** Runs {@code method} without gradients for what it does to the module. */
  public void apply(String method, Object... arguments) {
    run(method, arguments).close();
  }

  /** The tensors in the list that {@code method} returns, without gradients. */
  public NDList inferList(NDManager scope, String method, Object... arguments) {
    try (IValue result = run(method, arguments)) {
      return result.toNDList((PtNDManager) scope);
    }
  }

  /** Writes the module as TorchScript; the stream stays open. */
  public void write(OutputStream out) {
    torch.checkThread();
    JniUtils.writeModule(block, out, false);
  }

  private IValue run(String method, Object... arguments) {
    torch.checkThread();
    IValue[] values = new IValue[arguments.length];
    try {
      for (int i = 0; i < arguments.length; i++) {
        values[i] = value(arguments[i]);
      }
      return IValueUtils.runMethod(block, method, values);
    } finally {
      for (IValue value : values) {
        if (value != null) {
          value.close();
        }
      }
    }
  }

  private static IValue value(Object argument) {
    return switch (argument) {
      case NDArray array -> IValue.from((PtNDArray) array);
      case Integer number -> IValue.from(number.longValue());
      case Long number -> IValue.from(number);
      case Double number -> IValue.from(number);
      case Boolean flag -> IValue.from(flag);
      case long[] numbers -> IValue.listFrom(numbers);
      case double[] numbers -> IValue.listFrom(numbers);
      case boolean[] flags -> IValue.listFrom(flags);
      case NDList list -> IValue.listFrom(list.stream().toArray(PtNDArray[]::new));
      default -> throw new IllegalArgumentException("no TorchScript value: " + argument);
    };
  }

  /** DJL takes the method's name from an extra array. */
  private NDArray marker(String method) {
    NDArray marker = manager.zeros(new Shape());
    marker.setName("module_method:" + method);
    return marker;
  }

  @Override
  public void close() {
    block.close();
    manager.close();
  }
}
