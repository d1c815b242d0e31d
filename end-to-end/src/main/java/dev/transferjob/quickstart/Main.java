package dev.transferjob.quickstart;

import dev.transferjob.images.BuildCache;
import dev.transferjob.images.ImageSet;
import dev.transferjob.images.Registry;
import dev.transferjob.images.Steps;
import dev.transferjob.images.Workspace;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The quick start's command line. */
@Command(
    name = "./dev quickstart",
    mixinStandardHelpOptions = true,
    description =
        "Trains a model from few samples on a Kubernetes, and shows what transfer gained.")
public final class Main implements Callable<Integer> {
  @ArgGroup(exclusive = false)
  private ExistingCluster existing;

  private static final class ExistingCluster {
    @Option(
        names = "--kubeconfig",
        required = true,
        paramLabel = "FILE",
        description = "Use this cluster instead of starting one.")
    private Path kubeconfig;

    @Option(
        names = "--registry",
        required = true,
        paramLabel = "HOST/PATH",
        description = "Push the images there; the cluster must be able to pull from it.")
    private String registry;
  }

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Main())
            .setExecutionExceptionHandler(
                (e, line, _) -> {
                  line.getErr().printf("%n  %s%n", message(e));
                  return CommandLine.ExitCode.SOFTWARE;
                })
            .execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    var workspace = Workspace.find();
    var steps = Steps.onConsole();
    var images = new ImageSet(BuildCache.ofUser(), workspace, steps);
    if (existing != null) {
      var registry = new Registry(existing.registry);
      var site =
          new ExistingSite(images, Folders.of(workspace), steps, existing.kubeconfig, registry);
      return exitCode(new Quickstart(workspace, site, steps, System.out).run());
    }
    var site = new LocalSite(images, Folders.of(workspace), steps);
    boolean complete = new Quickstart(workspace, site, steps, System.out).run();
    site.keep();
    return exitCode(complete);
  }

  private static int exitCode(boolean complete) {
    return complete ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private static String message(Throwable e) {
    String own = e.getMessage() == null ? e.toString() : e.getMessage();
    return e.getCause() == null || e.getCause().getMessage() == null
        ? own
        : own + ": " + e.getCause().getMessage();
  }
}
