package dev.transferjob.trainer;

import dev.transferjob.api.ExitCode;

/** The training ended because it was asked to; what was to be saved is saved. */
public final class StoppedException extends TrainerException {
  private static final long serialVersionUID = 1L;

  public StoppedException() {
    super(ExitCode.STOPPED, "stopped when asked to; the next attempt goes on from here");
  }
}
