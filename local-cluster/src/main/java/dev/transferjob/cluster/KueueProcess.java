package dev.transferjob.cluster;

import io.fabric8.kubernetes.api.model.APIService;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Kueue beside a control plane, where no pod runs: all that its chart makes but the Deployment, and
 * the program as a process. Its Services lead to this machine's loopback.
 */
final class KueueProcess {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String CERTIFICATE = "kueue-webhook-server-cert";
  private static final String CONFIG = "controller_manager_config.yaml";

  private final Path program;
  private final ClusterFolder folder;
  private final KubernetesClient client;
  private final KueueChart chart;
  private final KueueChart.Listening listening;

  KueueProcess(Path program, ClusterFolder folder, KubernetesClient client) {
    this.program = program;
    this.folder = folder;
    this.client = client;
    chart = new KueueChart(folder);
    listening = KueueChart.Listening.onLoopback(folder.path().resolve("kueue-certificates"));
  }

  /** Makes the chart's objects, and gives the command line. */
  List<String> install() {
    var namespace = new NamespaceBuilder().withNewMetadata().withName(KueueChart.NAMESPACE);
    client.resource(namespace.endMetadata().build()).create();
    for (var object : chart.objects(listening)) {
      switch (object) {
        case Deployment _, APIService _ -> {}
        case ConfigMap config -> Atomically.write(config(), config.getData().get(CONFIG));
        default -> client.resource(onLoopback(object)).create();
      }
    }
    return Launcher.LEASHED.command(
        List.of(
            program.toString(),
            "--config=" + config(),
            "--kubeconfig=" + folder.kubeconfig(User.KUEUE),
            // It would write into a folder of this machine's root.
            "--feature-gates=VisibilityOnDemand=false," + KueueChart.GATES));
  }

  /** Brings it the certificate that it makes for itself, as a kubelet would, and waits for it. */
  void awaitReady() {
    var secret = client.secrets().inNamespace(KueueChart.NAMESPACE).withName(CERTIFICATE);
    await(() -> secret.get().getData() != null && !secret.get().getData().isEmpty());
    FileTree.create(listening.certificates());
    secret
        .get()
        .getData()
        .forEach(
            (name, content) ->
                Atomically.write(
                    listening.certificates().resolve(name),
                    out -> out.write(Base64.getDecoder().decode(content))));
    await(this::isReady);
  }

  private HasMetadata onLoopback(HasMetadata object) {
    switch (object) {
      case Service service ->
          service.setSpec(
              new ServiceSpecBuilder()
                  .withType("ExternalName")
                  .withExternalName("localhost")
                  .build());
      case MutatingWebhookConfiguration mutating ->
          mutating
              .getWebhooks()
              .forEach(each -> each.getClientConfig().getService().setPort(listening.webhook()));
      case ValidatingWebhookConfiguration validating ->
          validating
              .getWebhooks()
              .forEach(each -> each.getClientConfig().getService().setPort(listening.webhook()));
      case CustomResourceDefinition definition -> {
        var conversion = definition.getSpec().getConversion();
        if (conversion != null && conversion.getWebhook() != null) {
          conversion.getWebhook().getClientConfig().getService().setPort(listening.webhook());
        }
      }
      default -> {}
    }
    return object;
  }

  private Path config() {
    return folder.path().resolve("kueue.yaml");
  }

  private boolean isReady() {
    var url = URI.create("http://127.0.0.1:" + listening.health() + "/readyz");
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding()).statusCode()
          == HttpURLConnection.HTTP_OK;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while Kueue started", e);
    }
  }

  private void await(BooleanSupplier condition) {
    Waiting.until(
        PATIENCE,
        condition,
        () -> "kueue is not ready; its last lines:\n" + new Cluster(folder).log("kueue", 20));
  }
}
