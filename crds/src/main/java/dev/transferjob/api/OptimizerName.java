package dev.transferjob.api;

/** The rule that changes the weights. */
public enum OptimizerName {
  SGD,
  AdamW
}
