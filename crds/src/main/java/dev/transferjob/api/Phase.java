package dev.transferjob.api;

/** The state of a TransferJob in one word, derived from the conditions for people. */
public enum Phase {
  /** Nothing runs yet; the condition Running names what is waited for. */
  Pending,
  /** A queue holds the job; the condition Queued says why. */
  Queued,
  /** A pod has a node and its container is being started. */
  Starting,
  Running,
  /** An attempt ended and the next one is to come. */
  Restarting,
  /** Stopped by spec.suspend. */
  Suspended,
  Succeeded,
  Failed
}
