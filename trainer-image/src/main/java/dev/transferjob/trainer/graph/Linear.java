package dev.transferjob.trainer.graph;

import dev.transferjob.trainer.engine.Initializer;

/** A matrix and a bias: (N, in) to (N, out). */
public record Linear(int in, int out, Initializer weight, Initializer bias) implements Layer {

  /** Filled as PyTorch fills it. */
  public static Linear linear(int in, int out) {
    return new Linear(in, out, Initializer.uniformFanIn(in), Initializer.uniformFanIn(in));
  }

  /** Normal weights with this deviation and no bias at first. */
  public static Linear linear(int in, int out, double deviation) {
    return new Linear(in, out, Initializer.normal(deviation), Initializer.ZEROS);
  }
}
