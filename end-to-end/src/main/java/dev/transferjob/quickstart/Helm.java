package dev.transferjob.quickstart;

import dev.transferjob.cluster.GoProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Helm of this project, built from its Go module, against one cluster. */
final class Helm {
  private final Path kubeconfig;

  Helm(Path kubeconfig) {
    this.kubeconfig = kubeconfig;
  }

  String run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(GoProgram.HELM.binary().toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    Process helm = builder.start();
    try {
      String output = new String(helm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (helm.waitFor() != 0) {
        throw new IOException("helm " + arguments.getFirst() + " failed: " + output.strip());
      }
      return output;
    } finally {
      helm.destroyForcibly();
    }
  }
}
