package dev.transferjob.api;

/** How much a sample of each class counts in the loss. */
public enum ClassWeights {
  None,
  Balanced
}
