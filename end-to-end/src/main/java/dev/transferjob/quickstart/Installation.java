package dev.transferjob.quickstart;

import dev.transferjob.images.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
   * Installs the chart, or upgrades it, and waits until the operator is ready.
   *
   * @param values of the chart, such as {@code operator.image} or {@code trainer.allowCpu}
   */
  public void install(Map<String, String> values) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("upgrade", RELEASE, chart.toString()));
    arguments.addAll(List.of("--install", "--create-namespace", "--namespace", namespace));
    arguments.addAll(List.of("--wait", "--timeout", "3m"));
    new TreeMap<>(values).forEach((name, value) -> arguments.addAll(set(name, value)));
    new Helm(kubeconfig).run(arguments);
  }

  public void uninstall() throws IOException, InterruptedException {
    new Helm(kubeconfig).run(List.of("uninstall", RELEASE, "--namespace", namespace, "--wait"));
  }

  private static List<String> set(String name, String value) {
    boolean bare = value.matches("true|false|[0-9]+");
    return List.of(bare ? "--set" : "--set-string", name + "=" + value);
  }
}
