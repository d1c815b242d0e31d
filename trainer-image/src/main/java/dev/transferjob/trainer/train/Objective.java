package dev.transferjob.trainer.train;

import ai.djl.ndarray.NDArray;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.model.NetworkParameter;
import dev.transferjob.trainer.model.TensorState;
import java.util.List;
import java.util.Map;

/** What the steps of a phase make smaller, with the tensors of its own that a checkpoint keeps. */
public interface Objective extends TensorState, AutoCloseable {

  /** The mean loss over the batch: one value, with gradients, in the batch's scope. */
  NDArray loss(TensorBatch batch, StepContext step);

  /** Tensors that are trained beside the network's, such as those of a discriminator. */
  default List<NetworkParameter> parameters() {
    return List.of();
  }

  @Override
  default Map<String, TensorData> copyState() {
    return Map.of();
  }

  @Override
  default void restore(Map<String, TensorData> values) {}

  @Override
  void close();
}
