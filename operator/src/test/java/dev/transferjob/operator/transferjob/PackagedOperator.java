package dev.transferjob.operator.transferjob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The operator as it is shipped, in a process of its own, with the chart's certificate. */
public final class PackagedOperator implements AutoCloseable {
  public static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

  private final Path folder;
  private final int progressPort = freePort();
  private final int managementPort = freePort();
  private final Process process;

  public PackagedOperator(Path folder, Config access) throws IOException {
    this(JAR, folder, access, Map.of());
  }

  /** With more environment variables. */
  PackagedOperator(Path folder, Config access, Map<String, String> options) throws IOException {
    this(JAR, folder, access, options);
  }

  /** Of any build. */
  public PackagedOperator(Path jar, Path folder, Config access, Map<String, String> options)
      throws IOException {
    this.folder = folder;
    certificate();
    var command =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(), "-jar", jar.toString())
            .redirectErrorStream(true)
            .redirectOutput(log().toFile());
    command.environment().putAll(environment(access));
    command.environment().putAll(options);
    process = command.start();
  }

  public void awaitReady() {
    await()
        .atMost(Duration.ofSeconds(90))
        .failFast("the operator ended", () -> !process.isAlive())
        .ignoreExceptionsInstanceOf(ConnectException.class)
        .until(
            () -> managed("/q/health/ready").getResponseCode(),
            code -> code == HttpURLConnection.HTTP_OK);
  }

  private void certificate() throws IOException {
    var secret =
        (Secret)
            Chart.objects().stream().filter(Secret.class::isInstance).findFirst().orElseThrow();
    for (var file : secret.getData().entrySet()) {
      Files.write(folder.resolve(file.getKey()), Base64.getDecoder().decode(file.getValue()));
    }
  }

  private Map<String, String> environment(Config access) throws IOException {
    var environment = new HashMap<String, String>();
    environment.put("QUARKUS_KUBERNETES_CLIENT_API_SERVER_URL", access.getMasterUrl());
    environment.put("QUARKUS_KUBERNETES_CLIENT_TOKEN", access.getOauthToken());
    environment.put("QUARKUS_KUBERNETES_CLIENT_CA_CERT_DATA", access.getCaCertData());
    environment.put("KUBECONFIG", "/dev/null");
    environment.put("TRANSFERJOB_TRAINER_IMAGE", "localhost/transferjob/trainer:0.1.0");
    environment.put("TRANSFERJOB_PROGRESS_URL", "https://transferjob-progress.ops.svc:8443");
    environment.put("TRANSFERJOB_PROGRESS_CA_FILE", folder.resolve("ca.crt").toString());
    environment.put("TRANSFERJOB_LEADER_ELECTION_LEASE_NAME", "transferjob");
    environment.put("TRANSFERJOB_LEADER_ELECTION_NAMESPACE", "ops");
    environment.put("QUARKUS_HTTP_SSL_PORT", Integer.toString(progressPort));
    environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
    environment.put("QUARKUS_HTTP_SSL_CERTIFICATE_FILES", folder.resolve("tls.crt").toString());
    environment.put("QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES", folder.resolve("tls.key").toString());
    return environment;
  }

  int progressPort() {
    return progressPort;
  }

  Path certificateAuthority() {
    return folder.resolve("ca.crt");
  }

  /** What the management port answers. */
  String get(String path) throws IOException {
    try (var body = managed(path).getInputStream()) {
      return new String(body.readAllBytes(), UTF_8);
    }
  }

  private HttpURLConnection managed(String path) throws IOException {
    var uri = URI.create("http://localhost:" + managementPort + path);
    return (HttpURLConnection) uri.toURL().openConnection();
  }

  /** As the kubelet stops a pod; the exit code. */
  public int stop() throws InterruptedException {
    process.destroy();
    return awaitEnd();
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** The exit code; -1 if the process does not end. */
  public int awaitEnd() throws InterruptedException {
    return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  public String output() throws IOException {
    return Files.readString(log());
  }

  private Path log() {
    return folder.resolve("log");
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
