package dev.transferjob.bench;

import dev.transferjob.api.Architecture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A process that runs training steps on demand: it prints "ready", then answers every line N with
 * the milliseconds of N steps. Several live side by side and take turns.
 */
final class Worker implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  /** The command for a {@link StepWorker}. */
  static List<String> trainer(Architecture architecture, int batch, int size, String... more) {
    var command = Java.command("-Xmx256m");
    command.addAll(
        List.of(
            StepWorker.class.getName(),
            architecture.name(),
            Integer.toString(batch),
            Integer.toString(size)));
    command.addAll(List.of(more));
    return command;
  }

  Worker(List<String> command, Map<String, String> environment) throws IOException {
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    process = builder.start();
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line;
    do {
      line = out.readLine();
      if (line == null) {
        throw new IOException("the worker ended before it was ready: " + String.join(" ", command));
      }
    } while (!line.equals("ready"));
  }

  /** The median of {@code steps} steps, in milliseconds. */
  double medianOf(int steps) {
    try {
      process.getOutputStream().write((steps + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      var answer = out.readLine();
      if (answer == null) {
        throw new IllegalStateException("the worker ended with " + process.onExit().join());
      }
      return new Samples(Stream.of(answer.split(" ")).mapToDouble(Double::parseDouble).toArray())
          .median();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
