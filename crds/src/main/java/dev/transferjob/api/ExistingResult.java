package dev.transferjob.api;

/** What to do where the output folder holds a finished result already. */
public enum ExistingResult {
  /** The result of the same training is taken as this job's; any other one is left alone. */
  Reuse,
  /** The training is done, and its result takes the place of what is there. */
  Replace
}
