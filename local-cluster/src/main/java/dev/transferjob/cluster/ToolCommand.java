package dev.transferjob.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Unmatched;

/** A tool that talks to a cluster; what it does not know itself it passes on. */
@Command(description = "Runs the tool against a cluster; give --name first.")
final class ToolCommand implements Callable<Integer> {
  private final GoProgram program;
  private final List<String> first;

  @Mixin private ClusterName cluster;
  @Unmatched private List<String> arguments = new ArrayList<>();

  private ToolCommand(GoProgram program, List<String> first) {
    this.program = program;
    this.first = first;
  }

  static CommandLine line(GoProgram program, String... first) {
    return new CommandLine(new ToolCommand(program, List.of(first))).setStopAtUnmatched(true);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(program.binary().toString()));
    command.addAll(first);
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).inheritIO();
    var kubeconfig = Cluster.named(cluster.name).kubeconfig().toString();
    builder.environment().put("KUBECONFIG", kubeconfig);
    return builder.start().waitFor();
  }
}
