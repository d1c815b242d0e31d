package dev.transferjob.quickstart;

import dev.transferjob.cluster.Cluster;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Serves a folder of this machine as a claim of the quick start's cluster. */
@Command(
    name = "./dev claim",
    mixinStandardHelpOptions = true,
    description = "Serves a folder of this machine as a claim, without copying it.")
public final class Claim implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "NAME", description = "Jobs say pvc://NAME/...")
  private String name;

  @Parameters(index = "1", paramLabel = "FOLDER")
  private Path folder;

  @Option(names = "--writable", description = "For outputs; else the claim is read-only.")
  private boolean writable;

  private Claim() {}

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Claim())
            .setExecutionExceptionHandler(
                (e, line, _) -> {
                  line.getErr().println(e.getMessage());
                  return CommandLine.ExitCode.SOFTWARE;
                })
            .execute(arguments));
  }

  @Override
  public Integer call() {
    String mode = writable ? "ReadWriteOnce" : "ReadOnlyMany";
    Path absolute = folder.toAbsolutePath().normalize();
    Cluster.named(LocalSite.CLUSTER).claim(Quickstart.NAMESPACE, name, absolute, mode);
    System.out.printf("pvc://%s is %s%n", name, absolute);
    return CommandLine.ExitCode.OK;
  }
}
