package dev.transferjob.trainer.job;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The trainer's main class in a process of its own; killed when closed. */
final class TrainerChild implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private TrainerChild(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  static TrainerChild start(TestJob job) throws IOException {
    return start(job, Main.class);
  }

  static TrainerChild start(TestJob job, Class<?> main, Object... arguments) throws IOException {
    return start(job, List.of(), main, arguments);
  }

  private static TrainerChild start(
      TestJob job, List<String> within, Class<?> main, Object... arguments) throws IOException {
    var command = new ArrayList<>(within);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(job.environment());
    return new TrainerChild(builder.redirectErrorStream(true).start());
  }

  /** Runs an attempt to its end and returns its exit code. */
  static int runToEnd(TestJob job) throws IOException, InterruptedException {
    try (var child = start(job)) {
      return child.exitCode();
    }
  }

  /** The same of an attempt that has its output there. */
  static int runToEnd(TestJob job, SmallClaim output) throws IOException, InterruptedException {
    try (var child = start(job, output.within(), Main.class)) {
      return child.exitCode();
    }
  }

  /** Returns the line. */
  String waitForLine(String words) throws IOException {
    String line = output.readLine();
    while (line != null && !line.contains(words)) {
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException("the trainer ended without saying: " + words);
    }
    return line;
  }

  void waitUntil(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean() && process.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** Whether the process ends by itself in so many milliseconds. */
  boolean endsWithin(int milliseconds) throws InterruptedException {
    return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sends SIGTERM and returns the exit code. */
  int terminate() throws IOException, InterruptedException {
    // Process.destroy would close the output too.
    process.toHandle().destroy();
    return exitCode();
  }

  /** Waits for the end. */
  int exitCode() throws IOException, InterruptedException {
    String line = output.readLine();
    while (line != null) {
      System.out.println("  trainer: " + line);
      line = output.readLine();
    }
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
