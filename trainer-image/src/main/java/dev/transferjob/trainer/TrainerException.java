package dev.transferjob.trainer;

import dev.transferjob.api.ExitCode;

/**
 * A failure whose cause is known. The process ends with {@link #exitCode()}; the message names the
 * file or field and the next thing to do, because a person reads it in the job's status.
 */
public class TrainerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  public TrainerException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public TrainerException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}
