package dev.transferjob.cluster;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of the local cluster. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    description = "A real Kubernetes on this machine, made of plain processes.",
    subcommands = {UpCommand.class, SuperviseCommand.class, DownCommand.class})
public final class Main implements Callable<Integer> {
  @Spec private CommandSpec spec;

  private Main() {}

  public static void main(String[] arguments) {
    // One line for each message: people read a cluster's start.
    System.setProperty("java.util.logging.SimpleFormatter.format", "%5$s%6$s%n");
    System.exit(commandLine().execute(arguments));
  }

  private static CommandLine commandLine() {
    return new CommandLine(new Main())
        .addSubcommand("kubectl", ToolCommand.line(GoProgram.KUBERNETES, "kubectl"))
        .addSubcommand("helm", ToolCommand.line(GoProgram.HELM))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (e, line, _) -> {
              for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                line.getErr().println(cause.getMessage());
              }
              return line.getCommandSpec().exitCodeOnExecutionException();
            });
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(System.err);
    return CommandLine.ExitCode.USAGE;
  }

  @Command(description = "Lists the clusters of this machine.")
  int status() {
    Registry.ofThisUser().all().stream().map(ClusterStatus::of).forEach(System.out::println);
    return CommandLine.ExitCode.OK;
  }

  @Command(name = "import", description = "Gives the node the images of a tar file.")
  int importImage(@Mixin ClusterName cluster, @Parameters(paramLabel = "TAR") Path tar) {
    Cluster.named(cluster.name).importImage(tar);
    return CommandLine.ExitCode.OK;
  }

  @Command(description = "Builds the programs of the cluster, and prints where they are.")
  int binaries() {
    for (var program : GoProgram.values()) {
      System.out.println(program.binary());
    }
    return CommandLine.ExitCode.OK;
  }
}
