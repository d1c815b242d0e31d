package dev.transferjob.trainer.model;

import java.util.List;

/**
 * Parameters that are updated alike.
 *
 * @param learningRateMultiplier of the step's learning rate
 */
public record ParameterGroup(
    List<NetworkParameter> parameters, double learningRateMultiplier, double weightDecay) {

  public ParameterGroup {
    parameters = List.copyOf(parameters);
  }
}
