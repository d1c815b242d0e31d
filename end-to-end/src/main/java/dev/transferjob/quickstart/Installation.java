package dev.transferjob.quickstart;

import dev.transferjob.images.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The operator in a cluster, put there by the project's Helm chart.
 *
 * @param namespace the operator's own
 */
public record Installation(Path kubeconfig, Path chart, String namespace) {
  private static final String RELEASE = "transferjob";

  /** The chart of this checkout, for the cluster that the file describes. */
  public static Installation of(Path kubeconfig, Workspace workspace) {
    Path chart = workspace.root().resolve("charts").resolve("transferjob");
    return new Installation(kubeconfig, chart, "transferjob-system");
  }

  /**
   * Installs the chart, or upgrades it, and waits until the operator is ready. Jobs may train
   * without a GPU, and tell their progress every second.
   *
   * @param images the full names of the operator's and of the trainer's, in this order
   */
  public void install(List<String> images) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("upgrade", RELEASE, chart.toString()));
    arguments.addAll(List.of("--install", "--create-namespace", "--namespace", namespace));
    arguments.addAll(List.of("--wait", "--timeout", "3m"));
    arguments.addAll(List.of("--set-string", "operator.image=" + images.getFirst()));
    arguments.addAll(List.of("--set-string", "trainer.image=" + images.getLast()));
    arguments.addAll(List.of("--set", "trainer.allowCpu=true"));
    arguments.addAll(List.of("--set-string", "progress.interval=1s"));
    new Helm(kubeconfig).run(arguments);
  }

  public void uninstall() throws IOException, InterruptedException {
    new Helm(kubeconfig).run(List.of("uninstall", RELEASE, "--namespace", namespace, "--wait"));
  }
}
