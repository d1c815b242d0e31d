package dev.transferjob.images;

import dev.transferjob.cluster.LocalCluster;
import dev.transferjob.cluster.Options;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs the operator against a real API server until it has taken care of some TransferJobs: enough
 * of them for the JVM to see which methods are worth compiling early.
 */
final class OperatorRecording implements Recording {
  private static final int JOBS = 60;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration WRITING = Duration.ofMinutes(5);
  private static final String TLS = "/tmp/tls/";
  private static final String MANAGEMENT_PORT = "QUARKUS_MANAGEMENT_PORT";

  private final Path crd;
  private final Path job;

  OperatorRecording(Path crd, Path job) {
    this.crd = crd;
    this.job = job;
  }

  @Override
  public String key() {
    return JOBS + " jobs, probed";
  }

  @Override
  public void run(RootFileSystem root, ImagePlan plan, List<String> command, Path log)
      throws Exception {
    try (LocalCluster cluster = LocalCluster.start(Options.controlPlane());
        KubernetesClient client = cluster.client()) {
      client.load(Files.newInputStream(crd)).create();
      Path kubeconfig = root.file("/tmp/kubeconfig");
      Files.copy(cluster.kubeconfig(), kubeconfig, StandardCopyOption.REPLACE_EXISTING);
      kubeconfig.toFile().setReadable(true, false);
      TlsFiles.create(Files.createDirectories(root.file(TLS)));
      ProcessBuilder builder = root.program(plan, command).redirectOutput(log.toFile());
      Map<String, String> environment = environment();
      builder.environment().putAll(environment);
      Process operator = Command.start(builder);
      try {
        for (int i = 0; i < JOBS; i++) {
          awaitStatus(client, "recording-" + i, operator, log);
        }
        probe(environment.get(MANAGEMENT_PORT));
        operator.descendants().filter(OperatorRecording::isJava).forEach(ProcessHandle::destroy);
        if (!operator.waitFor(WRITING)) {
          throw new IOException("the operator does not end on SIGTERM");
        }
      } finally {
        operator.destroyForcibly();
      }
    }
  }

  private void awaitStatus(KubernetesClient client, String name, Process operator, Path log)
      throws Exception {
    Resource<GenericKubernetesResource> created =
        client
            .genericKubernetesResources("transferjob.dev/v1alpha1", "TransferJob")
            .inNamespace("default")
            .resource(named(client, name));
    created.create();
    CompletableFuture<?> reported =
        created.informOnCondition(
            found ->
                found.stream().anyMatch(it -> it.getAdditionalProperties().containsKey("status")));
    CompletableFuture.anyOf(reported, operator.onExit())
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    reported.cancel(true);
    if (!operator.isAlive()) {
      throw new IOException("the operator ended too early:\n" + Files.readString(log));
    }
  }

  private GenericKubernetesResource named(KubernetesClient client, String name) throws IOException {
    GenericKubernetesResource copy =
        client
            .getKubernetesSerialization()
            .unmarshal(Files.newInputStream(job), GenericKubernetesResource.class);
    copy.getMetadata().setName(name);
    return copy;
  }

  /** What the kubelet and Prometheus ask a new operator first. */
  private static void probe(String port) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      for (String path : List.of("health/live", "health/ready", "metrics")) {
        var address = URI.create("http://localhost:%s/q/%s".formatted(port, path));
        var answer =
            http.send(
                HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding());
        if (answer.statusCode() != 200) {
          throw new IOException("%s answered %d".formatted(address, answer.statusCode()));
        }
      }
    }
  }

  private static boolean isJava(ProcessHandle process) {
    return process.info().command().filter(path -> path.endsWith("/java")).isPresent();
  }

  static Map<String, String> environment() throws IOException {
    return Map.of(
        "KUBECONFIG",
        "/tmp/kubeconfig",
        "TRANSFERJOB_TRAINER_IMAGE",
        "recording",
        "TRANSFERJOB_PROGRESS_URL",
        "https://localhost",
        "TRANSFERJOB_PROGRESS_CA_FILE",
        TLS + "tls.crt",
        "TRANSFERJOB_LEADER_ELECTION_NAMESPACE",
        "default",
        "QUARKUS_HTTP_SSL_CERTIFICATE_FILES",
        TLS + "tls.crt",
        "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES",
        TLS + "tls.key",
        "QUARKUS_HTTP_SSL_PORT",
        freePort(),
        MANAGEMENT_PORT,
        freePort());
  }

  private static String freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    }
  }
}
