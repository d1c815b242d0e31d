package dev.transferjob.images;

import dev.transferjob.cluster.GoProgram;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Names every long step, times it, and shows while it runs that it lives. */
public final class Steps {
  private static final Duration TERMINAL_BEAT = Duration.ofSeconds(1);
  private static final Duration LOG_BEAT = Duration.ofSeconds(15);
  private static final Logger CLUSTER = Logger.getLogger("dev.transferjob.cluster");

  private final PrintStream out;
  private final boolean terminal;

  public Steps(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Whether a person watches, so that a line may be written over. */
  public boolean isTerminal() {
    return terminal;
  }

  /** Steps shown on standard output. */
  @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again where there is no terminal.
  public static Steps onConsole() {
    CLUSTER.setLevel(Level.WARNING); // its lines would run into the steps that tell the same
    return new Steps(System.out, System.console() != null);
  }

  /** Runs one step. Steps of several threads may overlap: each line carries its own name. */
  public <T> T run(String name, Callable<T> step) throws Exception {
    long start = System.nanoTime();
    Duration beat = terminal ? TERMINAL_BEAT : LOG_BEAT;
    try (var heart = Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory())) {
      var beats =
          heart.scheduleAtFixedRate(
              () -> beat(name, start), beat.toMillis(), beat.toMillis(), TimeUnit.MILLISECONDS);
      boolean done = false;
      try {
        T result = step.call();
        done = true;
        return result;
      } finally {
        beats.cancel(true);
        heart.shutdownNow();
        line("  %s %-46s %6.1f s".formatted(done ? "✓" : "✗", name, seconds(start)));
      }
    }
  }

  /** Builds a program of the local cluster, as a step where this machine has to: minutes, once. */
  public void build(GoProgram program) throws Exception {
    if (!program.isBuilt()) {
      run("%s from source, once".formatted(program.title()), program::binary);
    }
  }

  private void beat(String name, long start) {
    String text = String.format(Locale.ROOT, "  … %-46s %6.0f s", name, seconds(start));
    if (terminal) {
      out.print("\r" + text + "\u001b[K");
      out.flush();
    } else {
      out.println(text);
    }
  }

  private synchronized void line(String text) {
    out.println((terminal ? "\r\u001b[K" : "") + text);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
