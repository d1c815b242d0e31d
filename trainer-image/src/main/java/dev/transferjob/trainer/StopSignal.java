package dev.transferjob.trainer;

import java.util.concurrent.atomic.AtomicBoolean;

/** Whether the process was asked to stop; the training looks at it between two steps. */
public final class StopSignal {
  private final AtomicBoolean asked = new AtomicBoolean();

  public void ask() {
    asked.set(true);
  }

  public boolean isAsked() {
    return asked.get();
  }

  /**
   * For places with nothing to save.
   *
   * @throws StoppedException if asked
   */
  public void check() {
    if (isAsked()) {
      throw new StoppedException();
    }
  }
}
