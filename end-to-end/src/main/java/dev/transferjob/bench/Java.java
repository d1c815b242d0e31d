package dev.transferjob.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts other programs of the project in a Java process of their own. */
final class Java {
  private Java() {}

  /** The command up to the main class, with this process' JDK and class path. */
  static List<String> command(String... options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Djava.awt.headless=true");
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    return command;
  }
}
