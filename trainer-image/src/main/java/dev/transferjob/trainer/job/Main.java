package dev.transferjob.trainer.job;

import dev.transferjob.trainer.StopSignal;
import java.time.Clock;

/** The trainer's entry point; see {@link TrainerEnvironment} for what it reads. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    var stop = new StopSignal();
    Thread trainer = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().unstarted(() -> stopAndWait(stop, trainer)));
    var environment = TrainerEnvironment.of(System.getenv());
    int code = new TrainerProcess(environment, stop, Clock.systemUTC()).run();
    System.out.flush();
    // The exit code is decided here, also after SIGTERM, and native threads need no farewell.
    Runtime.getRuntime().halt(code);
  }

  /** On SIGTERM: the JVM waits for this hook, and the trainer halts the JVM when it has saved. */
  private static void stopAndWait(StopSignal stop, Thread trainer) {
    stop.ask();
    try {
      trainer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
