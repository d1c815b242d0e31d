package dev.transferjob.quickstart;

import dev.transferjob.images.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs one of this module's main classes as {@code dev} does, in a process of its own. */
final class Program {
  private Program() {}

  static Process start(
      Class<?> main, Map<String, String> environment, Path log, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TRANSFERJOB_ROOT", Workspace.find().root().toString());
    builder.environment().putAll(environment);
    return builder.redirectOutput(log.toFile()).start();
  }
}
