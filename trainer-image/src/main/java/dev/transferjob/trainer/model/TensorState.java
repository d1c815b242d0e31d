package dev.transferjob.trainer.model;

import dev.transferjob.trainer.engine.TensorData;
import java.util.Map;

/** What has tensors that a checkpoint keeps. */
public interface TensorState {

  /** A copy of all values by name. */
  Map<String, TensorData> copyState();

  /** Copies values of {@link #copyState} back. */
  void restore(Map<String, TensorData> values);
}
