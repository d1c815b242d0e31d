package dev.transferjob.api;

import java.util.Arrays;

/**
 * How the trainer's process ends. Code 0 completes the job; the operator puts the final codes into
 * the Job's {@code podFailurePolicy}.
 */
public enum ExitCode {
  COMPLETE(0, "Complete", Kind.SUCCESS),
  INVALID_SPEC(2, "InvalidSpec", Kind.FINAL),
  DATA_INVALID(42, "DataInvalid", Kind.FINAL),
  MODEL_INVALID(43, "ModelInvalid", Kind.FINAL),
  DIVERGED(44, "Diverged", Kind.FINAL),
  OUTPUT_FAILED(45, "OutputFailed", Kind.RETRIED),
  OUT_OF_GPU_MEMORY(46, "OutOfGpuMemory", Kind.FINAL),
  GPU_UNAVAILABLE(47, "GpuUnavailable", Kind.RETRIED),
  CHECKPOINT_CORRUPT(48, "CheckpointCorrupt", Kind.FINAL),
  OUTPUT_CONFLICT(49, "OutputConflict", Kind.FINAL),
  HUNG(70, "Hung", Kind.RETRIED),
  TEMPORARY_FAILURE(75, "TemporaryFailure", Kind.RETRIED),
  OUT_OF_MEMORY(137, "OutOfMemory", Kind.RETRIED),
  /** SIGTERM taken between two steps, after a verified checkpoint or with nothing to save. */
  STOPPED(143, "Preempted", Kind.NOT_COUNTED),
  /** An uncaught error or a native crash; also any code that is not in this table. */
  TRAINER_ERROR(1, "TrainerError", Kind.RETRIED);

  /** What the Job controller does with a pod that ended so. */
  public enum Kind {
    SUCCESS,
    FINAL,
    RETRIED,
    NOT_COUNTED
  }

  private final int code;
  private final String reason;
  private final Kind kind;

  ExitCode(int code, String reason, Kind kind) {
    this.code = code;
    this.reason = reason;
    this.kind = kind;
  }

  public int code() {
    return code;
  }

  /** The condition reason. */
  public String reason() {
    return reason;
  }

  public Kind kind() {
    return kind;
  }

  /** The entry for {@code code}; {@link #TRAINER_ERROR} for one that the table does not have. */
  public static ExitCode of(int code) {
    return Arrays.stream(values())
        .filter(entry -> entry.code == code)
        .findFirst()
        .orElse(TRAINER_ERROR);
  }
}
