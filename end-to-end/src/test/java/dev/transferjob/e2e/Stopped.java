package dev.transferjob.e2e;

import java.io.IOException;

/** A process that does nothing, as if it hung, until this is closed. */
record Stopped(ProcessHandle process) implements AutoCloseable {

  static Stopped stop(ProcessHandle process) {
    signal("-STOP", process);
    return new Stopped(process);
  }

  private static void signal(String name, ProcessHandle process) {
    try {
      var kill = new ProcessBuilder("kill", name, Long.toString(process.pid())).inheritIO();
      if (kill.start().waitFor() != 0) {
        throw new IllegalStateException(process + " has ended");
      }
    } catch (IOException e) {
      throw new IllegalStateException("kill cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      signal("-CONT", process);
      // The program that enters a node's namespaces stops with what it started there.
      process.parent().ifPresent(parent -> signal("-CONT", parent));
    }
  }
}
