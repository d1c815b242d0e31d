package dev.transferjob.api;

/** Whether a condition holds. */
public enum ConditionStatus {
  True,
  False,
  Unknown
}
