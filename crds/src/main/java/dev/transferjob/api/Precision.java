package dev.transferjob.api;

/** What the network computes in while it is trained. */
public enum Precision {
  FP32,
  BF16
}
