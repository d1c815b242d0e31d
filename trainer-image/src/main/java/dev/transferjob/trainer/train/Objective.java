package dev.transferjob.trainer.train;

import ai.djl.ndarray.NDArray;
import dev.transferjob.trainer.model.NetworkParameter;
import java.util.List;

/** What the steps of a phase make smaller. */
public interface Objective extends AutoCloseable {

  /** The mean loss over the batch: one value, with gradients, in the batch's scope. */
  NDArray loss(TensorBatch batch, StepContext step);

  /** Tensors that are trained beside the network's, such as those of a discriminator. */
  default List<NetworkParameter> parameters() {
    return List.of();
  }

  @Override
  void close();
}
