package dev.transferjob.api;

/** How a toleration matches a taint. */
public enum TolerationOperator {
  Equal,
  Exists
}
