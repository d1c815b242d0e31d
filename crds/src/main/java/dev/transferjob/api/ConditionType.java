package dev.transferjob.api;

/** What a condition is about. */
public enum ConditionType {
  /** True while a queue holds the job; False once it let it in. */
  Queued,
  /** True while an attempt trains; False names what is waited for. */
  Running,
  /** A verified checkpoint exists, from which the next attempt resumes. */
  CheckpointReady,
  /** True while spec.suspend holds and nothing runs any more. */
  Suspended,
  /** The result is there; never reverts. */
  Complete,
  /** The job ended without a result; never reverts. */
  Failed,
  /** True until the first attempt trains, then absent. */
  Reconciling,
  /** True when nothing will move without a person. */
  Stalled
}
