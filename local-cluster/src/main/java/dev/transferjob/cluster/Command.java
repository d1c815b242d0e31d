package dev.transferjob.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Short commands that are waited for. */
final class Command {
  private Command() {}

  /** Runs it and gives what it printed; fails with that when its exit status is not 0. */
  static String run(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var output = Resource.utf8(process.getInputStream().readAllBytes());
      var status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException(
            "\"%s\" ended with %d: %s"
                .formatted(String.join(" ", command), status, output.strip()));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + command.getFirst(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted during " + command.getFirst(), e);
    }
  }

  static String run(String... command) {
    return run(List.of(command));
  }
}
