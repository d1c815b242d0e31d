package dev.transferjob.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs a program of the machine and reports its own words when it fails. */
final class Command {
  private static final int SHOWN_CHARACTERS = 2000;

  private Command() {}

  /** Runs a program to its end and returns what it printed. */
  static String run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = start(builder);
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exitCode = process.waitFor();
      if (exitCode != 0) {
        throw new IOException(describe(command, exitCode, output));
      }
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  static String run(String... command) throws IOException, InterruptedException {
    return run(List.of(command), Map.of());
  }

  static Process start(ProcessBuilder builder) throws IOException {
    try {
      return builder.start();
    } catch (IOException e) {
      String program = builder.command().getFirst();
      throw new IOException(
          "Cannot start %s: install the Debian package that has it, or run ./dev, which does"
              .formatted(program),
          e);
    }
  }

  static String describe(List<String> command, int exitCode, String output) {
    String tail = output.substring(Math.max(0, output.length() - SHOWN_CHARACTERS)).strip();
    return "%s ended with exit code %d:%n%s"
        .formatted(Path.of(command.getFirst()).getFileName(), exitCode, tail);
  }
}
