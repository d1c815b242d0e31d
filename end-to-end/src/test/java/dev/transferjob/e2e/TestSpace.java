package dev.transferjob.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.Condition;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJob;
import dev.transferjob.cluster.LocalCluster;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A namespace that enforces the restricted pod security standard, with a claim for inputs and one
 * for outputs, each a folder of this machine.
 */
final class TestSpace implements AutoCloseable {
  private final LocalCluster cluster;
  private final KubernetesClient client;
  private final String namespace;
  private final Path inputs;
  private final Path outputs;

  TestSpace(LocalCluster cluster, String namespace, Path folder) throws IOException {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = namespace;
    this.inputs = Files.createDirectories(folder.resolve("inputs"));
    this.outputs = Files.createDirectories(folder.resolve("outputs"));
    client.namespaces().resource(restricted(namespace)).create();
    cluster.claim(namespace, "inputs", inputs, "ReadWriteOnce");
    cluster.claim(namespace, "outputs", outputs, "ReadWriteOnce");
  }

  private static Namespace restricted(String name) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
        .endMetadata()
        .build();
  }

  KubernetesClient client() {
    return client;
  }

  /** Served as the claim {@code inputs}. */
  Path inputs() {
    return inputs;
  }

  /** Served as the claim {@code outputs}. */
  Path outputs() {
    return outputs;
  }

  /** Serves a folder of this machine as one more claim. */
  void claim(String name, Path folder) {
    cluster.claim(namespace, name, folder, "ReadWriteOnce");
  }

  TransferJob apply(String name, String spec) {
    var yaml =
        "apiVersion: transferjob.dev/v1alpha1\nkind: TransferJob\nmetadata: {name: "
            + name
            + "}\nspec:\n"
            + spec.indent(2);
    create(yaml);
    return get(name);
  }

  /**
   * Creates what a manifest says, as it is: the API server must be the one who fills in defaults.
   */
  void create(String manifest) {
    client.load(new ByteArrayInputStream(manifest.getBytes(UTF_8))).inNamespace(namespace).create();
  }

  TransferJob get(String name) {
    return client.resources(TransferJob.class).inNamespace(namespace).withName(name).get();
  }

  void suspend(String name, boolean on) {
    client
        .resources(TransferJob.class)
        .inNamespace(namespace)
        .withName(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"suspend\": %b}}".formatted(on));
  }

  void delete(String name) {
    client
        .resources(TransferJob.class)
        .inNamespace(namespace)
        .withName(name)
        .withTimeout(60, TimeUnit.SECONDS)
        .delete();
  }

  TransferJob await(String name, Duration limit, Predicate<TransferJob> wanted) {
    try {
      return client
          .resources(TransferJob.class)
          .inNamespace(namespace)
          .withName(name)
          .waitUntilCondition(
              job -> job != null && job.getStatus() != null && wanted.test(job),
              limit.toSeconds(),
              TimeUnit.SECONDS);
    } catch (RuntimeException e) {
      throw new AssertionError(name + " is " + get(name).getStatus() + diagnosis(name), e);
    }
  }

  /** Waits for the end and fails with the trainer's log if it is not Complete. */
  TransferJob awaitComplete(String name, Duration limit) {
    var job = await(name, limit, it -> it.getStatus().isFinished());
    if (!job.getStatus().isTrue(ConditionType.Complete)) {
      throw new AssertionError(name + " ended as " + job.getStatus() + diagnosis(name));
    }
    return job;
  }

  Condition condition(TransferJob job, ConditionType type) {
    return job.getStatus().condition(type).orElseThrow();
  }

  List<Pod> pods(String name) {
    return client.pods().inNamespace(namespace).list().getItems().stream()
        .filter(pod -> pod.getMetadata().getName().startsWith(name + "-"))
        .toList();
  }

  private String diagnosis(String name) {
    var text = new StringBuilder();
    for (var pod : pods(name)) {
      text.append("\n--- ").append(pod.getMetadata().getName()).append(": ");
      text.append(pod.getStatus().getPhase()).append('\n').append(log(pod));
    }
    return text.toString();
  }

  /** Deletes what the operator made for a job, and the pods of that. */
  void deleteJobs(String name) {
    client.batch().v1().jobs().inNamespace(namespace).list().getItems().stream()
        .filter(job -> job.getMetadata().getName().startsWith(name + "-"))
        .forEach(
            job ->
                client
                    .resource(job)
                    .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                    .withTimeout(60, TimeUnit.SECONDS)
                    .delete());
  }

  /** Waits for something that no watch tells of. */
  void waitUntil(Duration limit, BooleanSupplier wanted) {
    var end = Instant.now().plus(limit);
    while (!wanted.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  String log(Pod pod) {
    try {
      return client.pods().resource(pod).tailingLines(60).getLog();
    } catch (RuntimeException e) {
      return "no log: " + e.getMessage();
    }
  }

  @Override
  public void close() {
    client.namespaces().withName(namespace).withTimeout(60, TimeUnit.SECONDS).delete();
    client.close();
  }
}
