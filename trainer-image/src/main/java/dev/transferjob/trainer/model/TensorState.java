package dev.transferjob.trainer.model;

import ai.djl.ndarray.NDArray;
import dev.transferjob.trainer.engine.TensorData;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What has tensors that a checkpoint keeps. */
public interface TensorState {

  /** A copy of all values by name. */
  Map<String, TensorData> copyState();

  /** All values by name, each read when it is asked for. */
  default Map<String, TensorData> liveState() {
    return copyState();
  }

  /** Copies values of {@link #copyState} back. */
  void restore(Map<String, TensorData> values);

  /** Tensors as data, in the same order. */
  static Map<String, TensorData> map(
      Map<String, NDArray> tensors, Function<NDArray, TensorData> data) {
    Map<String, TensorData> all = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> all.put(name, data.apply(tensor)));
    return all;
  }
}
