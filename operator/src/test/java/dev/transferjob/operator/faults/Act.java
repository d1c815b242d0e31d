package dev.transferjob.operator.faults;

/** What a pod does on the stage. */
enum Act {
  SUCCEED,
  RUN_OUT_OF_MEMORY,
  FAIL_FOR_GOOD,
  BE_PREEMPTED,
  /** Trains until it is stopped. */
  STAY
}
