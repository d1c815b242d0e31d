package dev.transferjob.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Kueue's own Helm chart, which lies beside the program in its Go module. */
record KueueChart(ClusterFolder folder) {
  static final String NAMESPACE = "kueue-system";

  /** Alpha, and so off unless they are asked for; the tests need them. */
  static final String GATES = "PriorityBoost=true,DynamicResourceAllocation=true";

  /** All that the chart makes. */
  List<HasMetadata> objects(Listening listening) {
    Object parsed =
        new KubernetesSerialization().unmarshal(Command.run(helm("template", listening)));
    return ((Collection<?>) parsed).stream().map(HasMetadata.class::cast).toList();
  }

  /** Installs it and waits until it works; the image must be on the node. */
  void install(String repository, String tag) {
    var command = new ArrayList<>(helm("install", Listening.IN_POD));
    command.addAll(
        List.of(
            "--create-namespace",
            "--wait",
            "--timeout=3m",
            "--kubeconfig=" + folder.kubeconfig(User.ADMIN),
            "--set=controllerManager.manager.image.repository=" + repository,
            "--set=controllerManager.manager.image.tag=" + tag,
            "--set=controllerManager.manager.image.pullPolicy=IfNotPresent",
            "--set=controllerManager.manager.resources.requests.cpu=100m"));
    var gates = GATES.split(",", -1);
    for (int i = 0; i < gates.length; i++) {
      var name = gates[i].replace("=true", "");
      command.add("--set=controllerManager.featureGates[" + i + "].name=" + name);
      command.add("--set=controllerManager.featureGates[" + i + "].enabled=true");
    }
    Command.run(command);
  }

  private List<String> helm(String verb, Listening listening) {
    var config = folder.path().resolve("kueue-values.yaml");
    Atomically.write(config, Resource.text("kueue.yaml", listening.values()));
    return List.of(
        GoProgram.HELM.binary().toString(),
        verb,
        "kueue",
        chart().toString(),
        "--namespace=" + NAMESPACE,
        "--set-file=managerConfig.controllerManagerConfigYaml=" + config);
  }

  private static Path chart() {
    return GoProgram.KUEUE.sources().resolve("charts/kueue");
  }

  /**
   * Where Kueue listens.
   *
   * @param address empty: everywhere
   * @param certificates the folder of the webhooks' certificate
   */
  record Listening(String address, int health, int metrics, int webhook, Path certificates) {
    static final Listening IN_POD =
        new Listening("", 8081, 8443, 9443, Path.of("/tmp/k8s-webhook-server/serving-certs"));

    static Listening onLoopback(Path certificates) {
      return new Listening(
          "127.0.0.1",
          Network.Loopback.freePort(),
          Network.Loopback.freePort(),
          Network.Loopback.freePort(),
          certificates);
    }

    private Map<String, String> values() {
      return Map.of(
          "ADDRESS", address,
          "HEALTH", Integer.toString(health),
          "METRICS", Integer.toString(metrics),
          "WEBHOOK", Integer.toString(webhook),
          "CERTIFICATES", certificates.toString());
    }
  }
}
