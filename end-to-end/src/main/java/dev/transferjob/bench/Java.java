package dev.transferjob.bench;

import dev.transferjob.images.NativeTuning;
import dev.transferjob.images.Workspace;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the trainer's code in a Java process of its own. */
final class Java {
  private Java() {}

  /** The command up to the main class: this process' JDK, the trainer's class path and ours. */
  static List<String> command(String... options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Djava.awt.headless=true");
    command.addAll(NativeTuning.HEAP);
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(classPath());
    return command;
  }

  private static String classPath() {
    var trainer = Workspace.find().root().resolve("trainer-image/target");
    return String.join(
        File.pathSeparator,
        trainer.resolve("classes").toString(),
        trainer.resolve("lib").toString() + "/*",
        System.getProperty("java.class.path"));
  }
}
