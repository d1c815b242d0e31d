package dev.transferjob.trainer.graph;

/** Sets a share of the values to 0 in training (Srivastava et al. 2014). */
public record Dropout(double probability) implements Layer {

  public static Dropout dropout(double probability) {
    return new Dropout(probability);
  }
}
